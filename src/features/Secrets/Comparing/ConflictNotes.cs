using System.Text;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Comparing;

/// <summary>How a conflict is noted in a vault that stays valid: our value stays, theirs stands in a comment above, encrypted like all the rest.</summary>
internal static class ConflictNotes
{
    private const string Mark = "# MERGE CONFLICT: theirs is ";

    /// <summary>True for a text with such a note.</summary>
    public static bool In(ReadOnlySpan<byte> text) => text.IndexOf(Encoding.ASCII.GetBytes(Mark)) >= 0;

    /// <summary>Puts notes above keys.</summary>
    /// <param name="text">A YAML mapping.</param>
    /// <param name="theirs">The values of the other side, by key; null where it has no such key.</param>
    public static string Write(string text, IReadOnlyDictionary<string, string?> theirs)
    {
        var edits = new YamlEdits(text);
        var map = YamlMapText.Read(text, Racklight.Vault.Inline.InlineVaults.Limits);
        foreach (var (key, raw) in theirs)
        {
            var value = raw is null ? "gone" : raw.Contains('\n', StringComparison.Ordinal) ? YamlValueText.Quoted(raw) : raw.Length == 0 ? "null" : raw;
            if (map.Find(key) is { } entry) edits.Insert(entry.Key.Start, Mark + value + edits.NewLine);
            else edits.Insert(text.Length, $"{(text.Length > 0 && text[^1] != '\n' ? edits.NewLine : "")}{Mark}{key}: {value}{edits.NewLine}");
        }
        return edits.ToString();
    }
}
