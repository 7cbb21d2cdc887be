namespace Racklight.Templates.Reading;

/// <summary>A template's text with its lines counted: turns offsets into places.</summary>
internal sealed class TemplateUnit
{
    private readonly List<int> _lines = [0];

    public TemplateUnit(TemplateSource source)
    {
        Name = source.Name;
        // As Jinja does: every line end becomes one line feed.
        Text = source.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\n') _lines.Add(i + 1);
        }
    }

    public string Name { get; }

    public string Text { get; }

    public TemplatePlace At(int offset)
    {
        var line = _lines.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new TemplatePlace(Name, line + 1, offset - _lines[line] + 1);
    }

    public TemplateException Fault(string reason, int offset, string? hint = null) => new(reason, At(offset), hint);
}
