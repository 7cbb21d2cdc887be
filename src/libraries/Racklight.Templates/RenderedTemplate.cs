namespace Racklight.Templates;

/// <summary>What rendering gave, and where in the templates each part of it comes from.</summary>
public sealed class RenderedTemplate
{
    private readonly List<Origin> _origins;

    internal RenderedTemplate(string text, List<Origin> origins) => (Text, _origins) = (text, origins);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The place in a template that wrote the character at a place of <see cref="Text"/>; null for an empty text.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1.</param>
    public TemplatePlace? OriginOf(int line, int column)
    {
        var offset = 0;
        for (var i = 1; i < line; i++)
        {
            var end = Text.IndexOf('\n', offset);
            offset = end < 0 ? Text.Length : end + 1;
        }
        offset = Math.Min(offset + Math.Max(0, column - 1), Text.Length);
        int low = 0, high = _origins.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_origins[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }
        if (_origins.Count == 0) return null;
        var origin = _origins[low];
        if (!origin.Literal) return origin.Place;
        // Literal text stands in the output as it does in the template: count the lines between.
        var part = Text.AsSpan(origin.Offset, offset - origin.Offset);
        var ends = part.Count('\n');
        var column0 = ends == 0 ? origin.Place.Column + part.Length : part.Length - part.LastIndexOf('\n');
        return origin.Place with { Line = origin.Place.Line + ends, Column = column0 };
    }

    internal readonly record struct Origin(int Offset, TemplatePlace Place, bool Literal);
}
