using System.Text.RegularExpressions;
using Racklight.Deploys.Findings;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Secrets;

/// <summary>
/// Values that their key names a secret: <c>rabbitmq_password: …</c>, <c>export OS_PASSWORD=…</c>, <c>password = …</c>. Templates, variables, vaulted
/// values and examples are none; of keys that often name something else (<c>_key</c>, <c>token</c>) only what looks random is one.
/// </summary>
internal sealed partial class NamedSecrets : IFileCheck
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase) { "", ".yml", ".yaml", ".conf", ".cfg", ".ini", ".env", ".rc", ".sh", ".json", ".toml", ".properties", ".txt", ".cnf", ".override", ".list", ".tfvars" };
    private static readonly HashSet<string> Examples = new(StringComparer.OrdinalIgnoreCase) { "changeme", "change_me", "example", "password", "passwd", "secret", "token", "none", "null", "true", "false", "yes", "no", "on", "off", "todo", "required", "optional", "default", "undefined", "string", "redacted", "masked", "vault", "prompt", "disabled", "enabled" };

    public IEnumerable<Finding> Check(RepositoryFile file)
    {
        foreach (var secret in In(file))
        {
            var openrc = secret.Key.StartsWith("OS_", StringComparison.Ordinal);
            yield return file.Found(openrc ? "openrc" : "password", new YamlMark(secret.Line, secret.Column), $"the value of `{secret.Key}` lies open",
                openrc ? "keep this file out of git: `post-deploy` writes it anew" : (file.IsYaml ? "racklight secret encrypt-string, or move it into a vaulted file" : "write {{ a_name }} here, and the value as a_name into a vaulted file of variables") + "; then change it, since it is in the history",
                secret.Random || openrc || secret.Length >= 12 ? Severity.Error : Severity.Warning);
        }
    }

    /// <summary>All of a file, with their places.</summary>
    public static IEnumerable<NamedSecret> In(RepositoryFile file)
    {
        if (file.Text is not { } text || !Endings.Contains(Path.GetExtension(file.Name) is { Length: > 0 } ending && file.Name.LastIndexOf('.') > 0 ? ending : "") || SecretLists.Is(file)) yield break;
        var number = 0;
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            number++;
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            if (!Mentions(text.AsSpan(start, end - start))) continue;
            var line = text[start..end];
            if (Look(number, start, Pair().Match(line), file.IsYaml) is { } whole) yield return whole;
            foreach (Match within in Within().Matches(line))
            {
                if (Look(number, start, within, file.IsYaml) is { } part) yield return part;
            }
        }
    }

    private static bool Mentions(ReadOnlySpan<char> line) => line.Length is >= 6 and <= 2000 && line.IndexOfAny(':', '=') >= 0 && Hint().IsMatch(line);

    private static NamedSecret? Look(int number, int start, Match pair, bool yaml)
    {
        if (!pair.Success) return null;
        var (from, length) = Bare(pair.Groups[2].Value);
        var (key, value) = (pair.Groups[1].Value, pair.Groups[2].Value.Substring(from, length));
        if (!IsValue(key, value, plainYaml: yaml && from == 0)) return null;
        var random = Randomness.IsRandom(value);
        if (!Certain().IsMatch(key) && !random) return null;
        // A number or a path as `password_length`, `token_ttl`, `ssh_key_file` has, a duration, a name of a function.
        if (Other().IsMatch(key) || value[0] is '/' or '.' or '~' || value.All(static c => char.IsAsciiDigit(c) || c == '.') && value.Length < 8) return null;
        return new NamedSecret(key, value, number, pair.Groups[2].Index + 1, start + pair.Groups[2].Index + from, random);
    }

    /// <summary>Where a value stands in what follows its key: without quotes, without a comment.</summary>
    private static (int From, int Length) Bare(string value)
    {
        var text = value.AsSpan().TrimEnd().TrimEnd(',').TrimEnd(';');
        if (text.Length > 1 && text[0] is '"' or '\'' && text[1..].IndexOf(text[0]) is var end and >= 0) return (1, end);
        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return (0, (comment >= 0 ? text[..comment] : text).TrimEnd().Length);
    }

    /// <param name="key">Its key.</param>
    /// <param name="value">What follows, without quotes.</param>
    /// <param name="plainYaml">It stands in YAML without quotes: what begins a list, a tag or an anchor is no text.</param>
    private static bool IsValue(string key, string value, bool plainYaml)
        => value.Length is >= 4 and <= 4096
            && value[0] is not ('$' or '<' or '(')
            && !(plainYaml && value[0] is '{' or '[' or '%' or '!' or '|' or '>' or '*' or '&' or '@' or '`' or '#')
            && !value.Contains("{{", StringComparison.Ordinal) && !value.Contains("{%", StringComparison.Ordinal) && !value.Contains("$(", StringComparison.Ordinal) && !value.Contains("${", StringComparison.Ordinal) && !value.Contains(' ')
            && !value.Contains("://", StringComparison.Ordinal) && !Call().IsMatch(value)
            && !Examples.Contains(value) && !value.Equals(key, StringComparison.OrdinalIgnoreCase) && !value.Trim('*', 'x', 'X', '.', '-', '_').Equals("", StringComparison.Ordinal);

    // Code in scripts: get_password(…), os.environ['…'].
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.]*[(\[]")]
    private static partial Regex Call();

    [GeneratedRegex(@"pass|secret|token|key|credential", RegexOptions.IgnoreCase)]
    private static partial Regex Hint();

    [GeneratedRegex(@"^\s*(?:export\s+|-\s+|set\s+)?[""']?([A-Za-z_][A-Za-z0-9_.-]{1,80})[""']?\s*[:=]\s*(\S.*?)\s*$")]
    private static partial Regex Pair();

    // {key: value, key: value} of YAML and JSON, and Ansible's variables behind a host in an inventory.
    [GeneratedRegex(@"(?:[{,]\s*|(?<=^[A-Za-z0-9_.\[\]:-]+\s.*)(?=ansible_)\b)[""']?([A-Za-z_][A-Za-z0-9_.-]{1,80})[""']?(?:\s*:\s*|=)(""[^""\n]*""|'[^'\n]*'|[^\s,}""'][^\s,}]*)")]
    private static partial Regex Within();

    [GeneratedRegex(@"(?:password|passwd|passphrase|(?:^|_)pass|(?:^|_)secret|secret_key|secretkey|credential_secret)$", RegexOptions.IgnoreCase)]
    private static partial Regex Certain();

    [GeneratedRegex(@"(?:public|pub|key_?name|file|path|length|size|ttl|expir|lifetime|url|uri|_id$|provider|backend|driver|method|type|version|format|algorithm|checksum|sha\d|md5|digest|fingerprint|keyserver|keyid|hash$|prefix|suffix)", RegexOptions.IgnoreCase)]
    private static partial Regex Other();
}
