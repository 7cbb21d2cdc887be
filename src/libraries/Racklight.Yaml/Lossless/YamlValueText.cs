using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Racklight.Yaml.Lossless;

/// <summary>Writes text so that every reader, of YAML 1.1 and 1.2, takes it for the same text: <c>yes</c>, <c>12e4567</c>, <c>0o7</c> and <c>1:20</c> are quoted.</summary>
public static class YamlValueText
{
    /// <summary>A text as the value of a key: plain where that is safe, a literal block for several lines, else in double quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">By how many blanks the lines of a block are indented: more than the key.</param>
    public static string Of(string text, int indent = 2)
    {
        if (IsPlain(text)) return text;
        return text.Contains('\n', StringComparison.Ordinal) && Block(text, indent) is { } block ? block : Quoted(text);
    }

    /// <summary>A mapping of texts as a value, each on a line of its own; a null value is left empty.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string?>> map, int indent = 2)
    {
        var lines = new StringBuilder();
        foreach (var (key, value) in map) lines.Append('\n').Append(' ', indent).Append(Of(key)).Append(':').Append(value is null ? "" : " " + Of(value, indent + 2));
        return lines.Length > 0 ? lines.ToString() : "{}";
    }

    /// <summary>A text in double quotes.</summary>
    public static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static bool IsPlain(string text)
        => IsAddress(text)
            || text.Length > 0
            && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.' or '@' or '+')
            && text.ToLower(CultureInfo.InvariantCulture) is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    /// <summary>An IPv4 address, with or without a prefix: four numbers are none, for every reader.</summary>
    private static bool IsAddress(string text)
        => text.Count(static c => c == '.') == 3 && IPNetwork.TryParse(text.Contains('/', StringComparison.Ordinal) ? text : text + "/32", out var network) && text.StartsWith(network.BaseAddress.ToString(), StringComparison.Ordinal);

    /// <summary>A literal block, or null where one would not come back the same.</summary>
    private static string? Block(string text, int indent)
    {
        var lines = text.Split('\n');
        // A blank first line or leading blanks would need an indentation indicator, trailing blanks are lost on screen, and the rest is not printable.
        if (lines[0].Length == 0 || text.Any(static c => (c < ' ' && c != '\n') || c is '\x7F' or '\x85' or '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c))) return null;
        if (lines.Any(static line => line.Length > 0 && (line[0] == ' ' || line[^1] == ' '))) return null;
        var ends = text.Length - text.TrimEnd('\n').Length;
        if (ends > 1) return null;
        var block = new StringBuilder(ends == 0 ? "|-" : "|");
        foreach (var line in ends == 1 ? lines[..^1] : lines)
        {
            block.Append('\n');
            if (line.Length > 0) block.Append(' ', indent).Append(line);
        }
        return block.ToString();
    }
}
