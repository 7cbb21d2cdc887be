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
        if (file.Text is not { } text || !Endings.Contains(Path.GetExtension(file.Name) is { Length: > 0 } ending && file.Name.LastIndexOf('.') > 0 ? ending : "") || SecretLists.Is(file)) yield break;
        var number = 0;
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            number++;
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            if (Mentions(text.AsSpan(start, end - start)) && Look(file, number, text[start..end]) is { } found) yield return found;
        }
    }

    private static bool Mentions(ReadOnlySpan<char> line) => line.Length is >= 6 and <= 2000 && line.IndexOfAny(':', '=') >= 0 && Hint().IsMatch(line);

    private static Finding? Look(RepositoryFile file, int number, string line)
    {
        if (Pair().Match(line) is not { Success: true } pair) return null;
        var (key, value) = (pair.Groups[1].Value, Bare(pair.Groups[2].Value));
        if (!IsValue(key, value)) return null;
        var random = Randomness.IsRandom(value);
        if (!Certain().IsMatch(key) && !random) return null;
        // A number or a path as `password_length`, `token_ttl`, `ssh_key_file` has, a duration, a name of a function.
        if (Other().IsMatch(key) || value[0] is '/' or '.' or '~' || value.All(static c => char.IsAsciiDigit(c) || c == '.') && value.Length < 8) return null;
        var openrc = key.StartsWith("OS_", StringComparison.Ordinal);
        return file.Found(openrc ? "openrc" : "password", new YamlMark(number, pair.Groups[2].Index + 1), $"the value of `{key}` lies open",
            openrc ? "keep this file out of git: `post-deploy` writes it anew" : "racklight secret encrypt-string, or move it into a vaulted file; then change it, since it is in the history",
            random || openrc || value.Length >= 12 ? Severity.Error : Severity.Warning);
    }

    private static string Bare(string value)
    {
        var text = value.Trim().TrimEnd(',').TrimEnd(';');
        if (text.Length > 1 && text[0] is '"' or '\'' && text.IndexOf(text[0], 1) is var end and > 0) return text[1..end];
        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return (comment >= 0 ? text[..comment] : text).Trim();
    }

    private static bool IsValue(string key, string value)
        => value.Length is >= 4 and <= 4096
            && value[0] is not ('{' or '[' or '$' or '<' or '%' or '!' or '|' or '>' or '*' or '&' or '@' or '(' or '`' or '#')
            && !value.Contains("{{", StringComparison.Ordinal) && !value.Contains("$(", StringComparison.Ordinal) && !value.Contains("${", StringComparison.Ordinal) && !value.Contains(' ')
            && !value.Contains("://", StringComparison.Ordinal) && !value.Contains('(')
            && !Examples.Contains(value) && !value.Equals(key, StringComparison.OrdinalIgnoreCase) && !value.Trim('*', 'x', 'X', '.', '-', '_').Equals("", StringComparison.Ordinal);

    [GeneratedRegex(@"pass|secret|token|key|credential", RegexOptions.IgnoreCase)]
    private static partial Regex Hint();

    [GeneratedRegex(@"^\s*(?:export\s+|-\s+|set\s+)?[""']?([A-Za-z_][A-Za-z0-9_.-]{1,80})[""']?\s*[:=]\s*(\S.*?)\s*$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"(?:password|passwd|passphrase|(?:^|_)pass|(?:^|_)secret|secret_key|secretkey|credential_secret)$", RegexOptions.IgnoreCase)]
    private static partial Regex Certain();

    [GeneratedRegex(@"(?:public|pub|key_?name|file|path|length|size|ttl|expir|lifetime|url|uri|_id$|provider|backend|driver|method|type|version|format|algorithm|checksum|sha\d|md5|digest|fingerprint|keyserver|keyid|hash$|prefix|suffix)", RegexOptions.IgnoreCase)]
    private static partial Regex Other();
}
