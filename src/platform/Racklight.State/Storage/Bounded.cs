using System.Text;

namespace Racklight.State.Storage;

/// <summary>Bounds what came from a machine or a person before it is stored: length, control characters, broken Unicode.</summary>
internal static class Bounded
{
    /// <summary>Names of nodes, networks, images, users.</summary>
    public const int Name = 255;

    /// <summary>One line for a human.</summary>
    public const int Line = 500;

    /// <summary>Values behind an event, JSON.</summary>
    public const int Data = 4096;

    /// <summary>What a live machine tells of itself, JSON.</summary>
    public const int Report = 65536;

    /// <summary>A script that was handed out.</summary>
    public const int Script = 262144;

    /// <summary>What the answer files of a session are made of, JSON.</summary>
    public const int Answers = 1 << 20;

    /// <summary>One line: control characters become blanks, and what is too long ends in an ellipsis.</summary>
    public static string Clean(string text, int limit)
    {
        if (text.Length <= limit && IsClean(text)) return text;
        var line = new StringBuilder(Math.Min(text.Length, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for a lone surrogate, which no database takes as UTF-8.
            var shown = IsControl(rune) ? new Rune(' ') : rune;
            if (line.Length + shown.Utf16SequenceLength > limit)
            {
                while (line.Length > limit - 1 || (line.Length > 0 && char.IsHighSurrogate(line[^1]))) line.Length--;
                line.Append('…');
                break;
            }
            line.Append(shown);
        }
        return line.ToString();
    }

    /// <summary>As <see cref="Clean"/>, for a text that may be missing.</summary>
    public static string? CleanOrNull(string? text, int limit) => text is null ? null : Clean(text, limit);

    /// <summary>JSON cannot be cut short: what is too long is replaced by a note of its length.</summary>
    public static string? Json(string? json, int limit)
        => json is null ? null : json.Length > limit ? $$"""{"omitted":{{json.Length}}}""" : Clean(json, limit);

    private static bool IsClean(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069') return false;
        }
        return true;
    }

    /// <summary>Control characters, line separators, and the marks that reverse the direction of what a reader sees.</summary>
    private static bool IsControl(Rune rune) => Rune.IsControl(rune) || rune.Value is (>= 0x2028 and <= 0x202e) or (>= 0x2066 and <= 0x2069);
}
