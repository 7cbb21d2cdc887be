namespace Racklight.Nodes.Adding;

/// <summary>Where something was written that is to be added: line and column from 1; 0 on a command line.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
internal readonly record struct DraftPlace(int Line, int Column);

/// <summary>A key of a node to be.</summary>
/// <param name="Key">As in nodes/NAME.yaml.</param>
/// <param name="Text">Its text; of a list or mapping the YAML.</param>
/// <param name="Place">Where it was written.</param>
internal sealed record DraftValue(string Key, string Text, DraftPlace Place)
{
    /// <summary>The text is YAML already.</summary>
    public bool IsYaml { get; init; }

    /// <summary>What was written where for its key was for: <c>--mac</c>; null where a place says it.</summary>
    public string? Option { get; init; }
}

/// <summary>A node to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where the name was written.</param>
/// <param name="Values">What its file will say, in that order; keys are distinct.</param>
internal sealed record NodeDraft(string Name, DraftPlace Place, IReadOnlyList<DraftValue> Values)
{
    /// <summary>What its file tells its readers first, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The path of its file.</summary>
    public string Path => $"nodes/{Name}.yaml";

    /// <summary>A value's text, or null.</summary>
    public string? Of(string key) => Values.FirstOrDefault(value => value.Key == key)?.Text;
}

/// <summary>What is to be added, and where it was written.</summary>
/// <param name="File">The file as its user knows it; null: a command line.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Problems">What is wrong with the text itself.</param>
internal sealed record DraftSource(string? File, IReadOnlyList<string> Lines, IReadOnlyList<NodeDraft> Nodes, IReadOnlyList<Problem> Problems)
{
    /// <summary>A problem at a place.</summary>
    public Problem At(DraftPlace place, string message, string? hint = null) => new(message)
    {
        File = File,
        Line = place.Line,
        Column = place.Column,
        Source = place.Line >= 1 && place.Line <= Lines.Count ? Shown(Lines[place.Line - 1]) : null,
        Hint = hint,
    };

    private static string Shown(string line) => line.Length <= 200 && !line.Any(char.IsControl) ? line : OneLine.Of(line, 200);
}
