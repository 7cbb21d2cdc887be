using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>What autoinstall and cloud-config have in common: a first line, then YAML.</summary>
internal static class UserData
{
    /// <summary>The mapping, or null when there is none (and that is told).</summary>
    public static YamlMapping? Read(string text, Findings findings)
    {
        var first = text.Split('\n')[0].TrimEnd('\r', ' ', '\t');
        if (first != "#cloud-config")
        {
            var near = first.Replace(" ", "", StringComparison.Ordinal).Equals("#cloud-config", StringComparison.OrdinalIgnoreCase);
            findings.Error(1, 1, near ? "the first line must be exactly `#cloud-config`" : "the first line is not `#cloud-config`, so cloud-init passes the file over without a word", "#cloud-config");
        }
        var document = YamlReader.Read(text);
        foreach (var fault in document.Faults) findings.Error(fault.Mark.Line, fault.Mark.Column, fault.Message, fault.Hint);
        if (document.Root is YamlMapping mapping) return mapping;
        if (document.Faults.Count == 0) findings.Error(Math.Min(2, document.Lines.Count), 1, $"the file holds {(document.Root is null ? "nothing" : $"a {document.Root.Kind}")} instead of a mapping");
        return null;
    }

    public static void Unknown(YamlScalar key, IReadOnlyCollection<string> known, bool error, string where, Findings findings)
    {
        if (known.Contains(key.Text)) return;
        var near = NearestWord.Of(key.Text, known);
        var message = $"{where} knows no key `{Findings.Shown(key.Text)}`";
        var hint = near is null ? null : $"did you mean `{near}`?";
        if (error) findings.Error(key.Mark.Line, key.Mark.Column, message, hint);
        else findings.Warn(key.Mark.Line, key.Mark.Column, message, hint);
    }

    public static void Choice(YamlMapping mapping, string key, IReadOnlyList<string> choices, Findings findings)
    {
        if (mapping.Find(key)?.Value is not { } value) return;
        if (value is YamlScalar scalar && choices.Contains(scalar.Text)) return;
        findings.Error(value.Mark.Line, value.Mark.Column, $"`{key}` is one of {string.Join(", ", choices)}");
    }
}
