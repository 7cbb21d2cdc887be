using System.Text;

namespace Racklight.Networks.Export;

/// <summary>Lines of a configuration, with notes in its language's comments.</summary>
/// <param name="comment">What begins a comment; null where the language has none, and notes are left out.</param>
internal sealed class ConfigText(string? comment)
{
    private readonly StringBuilder _text = new();

    public ConfigText Line(string line = "")
    {
        _text.Append(line).Append('\n');
        return this;
    }

    public ConfigText Note(string note, string indent = "")
    {
        if (comment is not null) _text.Append(indent).Append(comment).Append(' ').Append(note).Append('\n');
        return this;
    }

    public ConfigText Notes(IEnumerable<string> notes)
    {
        foreach (var note in notes) Note(note);
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary><c>06:01:08:ff</c>.</summary>
    public static string Octets(string hexadecimal) => string.Join(':', hexadecimal.Chunk(2).Select(pair => new string(pair)));
}
