namespace Racklight.Nodes;

/// <summary>Makes text of unknown origin fit for one line of a screen.</summary>
internal static class OneLine
{
    /// <summary>Control characters become spaces; the end is cut off at the limit.</summary>
    public static string Of(string text, int limit)
    {
        if (text.Length > limit) text = text[..(limit - 1)] + "…";
        return text.Any(char.IsControl) ? string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }) : text;
    }
}
