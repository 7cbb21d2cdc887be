using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Racklight.App.CommandLine;

/// <summary>Writes a JSON value as block YAML: the <c>-o yaml</c> of every command.</summary>
internal static class YamlText
{
    public static string From(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value, 0, inline: false);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value, int depth, bool inline)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var property in value.EnumerateObject())
                {
                    if (!inline) text.Append(' ', depth * 2);
                    inline = false;
                    text.Append(Scalar(property.Name)).Append(':');
                    WriteChild(text, property.Value, depth + 1);
                }
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                foreach (var item in value.EnumerateArray())
                {
                    if (!inline) text.Append(' ', depth * 2);
                    inline = false;
                    text.Append("- ");
                    if (IsBlock(item)) Write(text, item, depth + 1, inline: true);
                    else text.Append(Leaf(item)).Append('\n');
                }
                break;
            default:
                text.Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static void WriteChild(StringBuilder text, JsonElement value, int depth)
    {
        if (!IsBlock(value))
        {
            text.Append(' ').Append(Leaf(value)).Append('\n');
            return;
        }
        text.Append('\n');
        Write(text, value, depth, inline: false);
    }

    private static bool IsBlock(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    private static string Leaf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        JsonValueKind.String => Scalar(value.GetString()!),
        _ => value.GetRawText(),
    };

    /// <summary>Plain where every YAML reader takes it for the same text, else double-quoted (a superset of JSON's strings).</summary>
    private static string Scalar(string text)
    {
        var plain = text.Length > 0
            && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.' or '@' or '+')
            && text.ToLower(CultureInfo.InvariantCulture) is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
        return plain ? text : "\"" + JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
    }
}
