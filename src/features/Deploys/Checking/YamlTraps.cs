using System.Text.RegularExpressions;
using Racklight.Deploys.Findings;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking;

/// <summary>
/// Values without quotes that Ansible (PyYAML, YAML 1.1) takes for something else than what is written, or that readers of YAML 1.2 do; and what no
/// reader takes.
/// </summary>
internal static partial class YamlTraps
{
    /// <summary>All traps of a file of variables.</summary>
    public static IEnumerable<Finding> Check(RepositoryFile file)
    {
        foreach (var fault in file.Yaml.Document.Faults) yield return file.Found("yaml", fault.Mark, fault.Message, fault.Hint);
        if (file.Yaml.Document.Root is not { } root) yield break;
        var seen = new HashSet<YamlMark>();
        foreach (var (key, scalar, isKey) in Scalars(root, "", 0))
        {
            if (!scalar.Plain || scalar.Tag is not null || !seen.Add(scalar.Mark) || Trap(key, scalar.Text, isKey) is not { } meaning) continue;
            yield return file.Found("yaml-1.1", scalar.Mark, $"{(key.Length > 0 && !isKey ? $"`{key}`: " : "")}`{Shown(scalar.Text)}` without quotes is {meaning}", $"\"{Shown(scalar.Text)}\"", Severity.Warning);
        }
    }

    /// <summary>What a plain scalar turns into, in words; null when it is what it seems.</summary>
    public static string? Trap(string key, string text, bool isKey)
    {
        if (text.Length is 0 or > 60) return null;
        if (Exponent().IsMatch(text)) return "text to Ansible, and a number to readers of YAML 1.2";
        if (OctalNew().IsMatch(text)) return "text to Ansible, and a number to readers of YAML 1.2";
        if (Sexagesimal().IsMatch(text)) return "a number in base 60 to Ansible";
        if (OctalOld().IsMatch(text) && !Modes().IsMatch(key)) return $"the octal number {Convert.ToInt64(text.TrimStart('+'), 8)} to Ansible";
        if (Grouped().IsMatch(text)) return "a number to Ansible: the underscores are dropped";
        if (Date().IsMatch(text)) return "a date to Ansible";
        if (Truth().IsMatch(text) && (isKey || TextKeys().IsMatch(key))) return $"{(text.ToLowerInvariant() is "yes" or "on" ? "true" : "false")} to Ansible";
        if (LostZero().IsMatch(text) && Versions().IsMatch(key)) return "a number to Ansible: the zero at its end is dropped";
        return null;
    }

    private static IEnumerable<(string Key, YamlScalar Scalar, bool IsKey)> Scalars(YamlNode node, string key, int depth)
    {
        if (depth > 64) yield break;
        switch (node)
        {
            case YamlScalar scalar:
                yield return (key, scalar, false);
                break;
            case YamlSequence list:
                foreach (var item in list.Items.SelectMany(item => Scalars(item, key, depth + 1))) yield return item;
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    yield return (entry.Key.Text, entry.Key, true);
                    foreach (var inner in Scalars(entry.Value, entry.Key.Text, depth + 1)) yield return inner;
                }
                break;
        }
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..37] + "...";

    // PyYAML's float needs a point; YAML 1.2's core schema does not.
    [GeneratedRegex(@"^[-+]?[0-9]+[eE][-+]?[0-9]+$")]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^0o[0-7]+$")]
    private static partial Regex OctalNew();

    [GeneratedRegex(@"^[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+$")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"^\+?0[0-7]{1,20}$")]
    private static partial Regex OctalOld();

    [GeneratedRegex(@"^[-+]?[1-9][0-9]*(_[0-9]+)+$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^(yes|no|on|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex Truth();

    [GeneratedRegex(@"^[0-9]+\.[0-9]*0$")]
    private static partial Regex LostZero();

    [GeneratedRegex(@"(^|_)(mode|umask)$")]
    private static partial Regex Modes();

    [GeneratedRegex(@"(^|_)(version|release|tag)$")]
    private static partial Regex Versions();

    // Keys that name a text: a truth there was surely none. Elsewhere `yes` is Ansible's own way to write true.
    [GeneratedRegex(@"(^|_)(name|user|username|password|secret|token|key|domain|region|country|zone|state|label|project|host|address|type|version|release|interface|prefix|suffix|tag|group)$")]
    private static partial Regex TextKeys();
}
