using System.Text;
using System.Text.Encodings.Web;

namespace Racklight.Deploys.Running.Redaction;

/// <summary>The spellings in which programs print a value: as it is, escaped, in hexadecimal digits, in base64 at any place of a longer text.</summary>
internal static class SecretForms
{
    /// <summary>A longer form is looked for in pieces of that size, so that a part of a key is found too and little has to be held back.</summary>
    public const int Piece = 64;

    private const int ShortestBase64 = 8;
    private const int ShortestLine = 16;

    /// <summary>Every form of a value, each at most <see cref="Piece"/> characters long.</summary>
    public static IReadOnlySet<string> Of(string value)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        var trimmed = value.Trim();
        if (trimmed.Length < KnownSecret.ShortestHidden) return forms;
        foreach (var line in Lines(trimmed)) AddText(forms, line);
        AddBytes(forms, Encoding.UTF8.GetBytes(trimmed));
        return forms;
    }

    /// <summary>The lines of a key are secrets one by one; its first and last line are the same for everybody.</summary>
    private static IEnumerable<string> Lines(string value)
    {
        if (!value.Contains('\n', StringComparison.Ordinal)) return [value];
        return value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal));
    }

    private static void AddText(HashSet<string> forms, string text)
    {
        AddPieces(forms, text, KnownSecret.ShortestHidden);
        AddPieces(forms, text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal), KnownSecret.ShortestHidden);
        AddPieces(forms, text.Replace("'", "''", StringComparison.Ordinal), KnownSecret.ShortestHidden);
        AddPieces(forms, text.Replace("'", "'\"'\"'", StringComparison.Ordinal), KnownSecret.ShortestHidden);
        AddPieces(forms, HtmlEncoder.Default.Encode(text), KnownSecret.ShortestHidden);
        AddPieces(forms, text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal), KnownSecret.ShortestHidden);
        AddPieces(forms, Uri.EscapeDataString(text), KnownSecret.ShortestHidden);
    }

    private static void AddBytes(HashSet<string> forms, byte[] bytes)
    {
        var hex = Convert.ToHexStringLower(bytes);
        AddPieces(forms, hex, 2 * KnownSecret.ShortestHidden);
        AddPieces(forms, hex.ToUpperInvariant(), 2 * KnownSecret.ShortestHidden);
        // Base64 spells three bytes in four characters, so a value inside a longer text has three spellings. Characters that its neighbours have a part in are left out.
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var first = ((before * 8) + 5) / 6;
            var end = (before + bytes.Length) * 8 / 6;
            if (end - first < ShortestBase64) continue;
            var core = encoded[first..end];
            AddPieces(forms, core, ShortestBase64);
            AddPieces(forms, core.Replace('+', '-').Replace('/', '_'), ShortestBase64);
        }
    }

    private static void AddPieces(HashSet<string> forms, string form, int shortest)
    {
        // As the stream is read: without what stands for a line end.
        form = string.Concat(LineCore.Columns(form, trimmed: false).Select(column => form[column]));
        for (var at = 0; at < form.Length; at += Piece)
        {
            // The last piece reaches back, so that it is as long as the others.
            var start = Math.Max(0, Math.Min(at, form.Length - Piece));
            var piece = form.Substring(start, Math.Min(Piece, form.Length - start));
            if (piece.Length >= shortest) forms.Add(piece);
        }
    }
}
