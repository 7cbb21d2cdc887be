using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Racklight.Yaml;

namespace Racklight.Nodes.Adding;

/// <summary>Writes nodes/NAME.yaml: one line for each value, so that a fault's line leads back to where the value was written.</summary>
internal static class NodeText
{
    /// <summary>The file of a node to be.</summary>
    public static string Of(NodeDraft draft)
    {
        var text = new StringBuilder();
        foreach (var remark in draft.Remarks) text.Append("# ").Append(OneLine.Of(remark, 200)).Append('\n');
        foreach (var value in draft.Values) text.Append(value.Key).Append(": ").Append(value.IsYaml ? value.Text : Scalar(value.Text)).Append('\n');
        return text.ToString();
    }

    /// <summary>The value that a line of that file came from, or null.</summary>
    public static DraftValue? ValueAt(NodeDraft draft, int line) => draft.Values.ElementAtOrDefault(line - 1 - draft.Remarks.Count);

    /// <summary>A value in one line (YAML's flow style), with the meaning that it has where it was written.</summary>
    public static string Flow(YamlNode node) => node switch
    {
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(static entry => $"{Scalar(entry.Key.Text)}: {Flow(entry.Value)}"))}}}",
        YamlSequence list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        YamlScalar { Plain: true } plain when IsPlain(plain.Text) => plain.Text,
        YamlScalar { Plain: true, Text: "" } => "null",
        YamlScalar scalar => Scalar(scalar.Text),
        _ => "null",
    };

    private static string Scalar(string text)
        => IsPlain(text) && !IsOther(text) ? text : "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static bool IsPlain(string text)
        => text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text[^1] != ':' && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '@' or '/' or ':' or '-' or '+');

    /// <summary>A number, a truth or nothing to some reader of YAML.</summary>
    private static bool IsOther(string text)
        => double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _)
            || text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n"
            || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0o", StringComparison.OrdinalIgnoreCase);
}
