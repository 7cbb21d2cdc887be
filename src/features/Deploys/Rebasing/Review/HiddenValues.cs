using System.Text;
using System.Text.RegularExpressions;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Checking.Secrets;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing.Review;

/// <summary>
/// What of a settings file nobody should read on a screen: secrets in plaintext, by the rules of <c>deploy check</c> and by any key that names one, and
/// vaulted values, which are only noise there.
/// </summary>
internal sealed partial class HiddenValues
{
    private const string Mask = "••••••";
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly List<string> _lines = [];
    private readonly List<string> _open = [];

    private HiddenValues(string text)
    {
        var found = Findings(text);
        var number = 1;
        foreach (var block in YamlBlocks.Read(text))
        {
            var lines = LineDiff.Lines(block.Text);
            var first = number;
            number += lines.Count;
            var open = Enumerable.Range(first, lines.Count).Any(found.Contains) || (block.Key is { } name && IsSecret(name, block.Value));
            var vaulted = block.Value.Contains("!vault", StringComparison.Ordinal);
            if (open) _open.Add(block.Key ?? $"the comment in line {first}");
            if (block.Key is { } key && (block.Kind == YamlBlockKind.Entry || !_shown.ContainsKey(key))) _shown[key] = open ? Mask : vaulted ? "vaulted" : block.Value;
            if (!open && !vaulted) _lines.AddRange(lines);
            else for (var i = 0; i < lines.Count; i++) _lines.Add((i > 0 ? "  " : block.Kind == YamlBlockKind.Default ? "#" + block.Key + ": " : block.Key is null ? "# " : block.Key + ": ") + (open ? Mask : "vaulted"));
        }
    }

    /// <summary>Settings whose value is a secret in plaintext.</summary>
    public IReadOnlyList<string> Open => _open;

    /// <summary>The text's lines as they may be shown; as many as it has.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Looks at a text.</summary>
    /// <exception cref="YamlPartsException">It is no YAML mapping.</exception>
    public static HiddenValues Of(string text) => new(text);

    /// <summary>A setting's value as it may be shown; null when there is none.</summary>
    public string? Show(string key) => _shown.GetValueOrDefault(key);

    private static HashSet<int> Findings(string text)
    {
        var file = new RepositoryFile("globals.yml", Encoding.UTF8.GetBytes(text));
        return [.. new IFileCheck[] { new PrivateKeys(), new TokenForms(), new NamedSecrets() }.SelectMany(check => check.Check(file)).Select(static finding => finding.Line)];
    }

    /// <summary>True for a key that names a secret, unless its value is a truth, a number, a key's file, or a template, which holds no secret itself.</summary>
    private static bool IsSecret(string key, string value)
    {
        if (!SecretName().IsMatch(key) || value.Contains("!vault", StringComparison.Ordinal)) return false;
        var bare = value.Trim().Trim('"', '\'').Trim();
        return bare.Length > 0 && !bare.Contains("{{", StringComparison.Ordinal) && !Harmless().IsMatch(bare);
    }

    [GeneratedRegex(@"(?:password|passwd|passphrase|secret|token|credentials?|_key)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^(?:true|false|yes|no|on|off|null|~|[0-9.]+|[/.~][\w./-]*\.(?:pem|key|crt|cert|pub))$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}
