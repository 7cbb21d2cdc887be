using System.Text;

namespace Racklight.Menus.Import;

/// <summary>Fills <c>&lt;name&gt;</c>s of the import map in with what a record says, whose own braces must not become names of ours.</summary>
internal static class Placeholders
{
    /// <summary>The text; null when a name in it has no value.</summary>
    public static string? Fill(string text, Func<string, string?> valueOf)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var start = text.IndexOf('<', at);
            var end = start < 0 ? -1 : text.IndexOf('>', start);
            if (end < 0)
            {
                result.Append(text, at, text.Length - at);
                break;
            }
            if (valueOf(text[(start + 1)..end]) is not { Length: > 0 } value) return null;
            result.Append(text, at, start - at).Append(Escape(value));
            at = end + 1;
        }
        return result.ToString();
    }

    /// <summary>A text in which braces are braces.</summary>
    public static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
