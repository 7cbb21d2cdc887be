namespace Racklight.Answers.Lint;

/// <summary>Something wrong with an answer as rendered.</summary>
internal sealed record Finding(int Line, int Column, Severity Severity, string Message, string? Hint);

/// <summary>Collects what a linter finds; bounded, since a hostile answer could be wrong in every character.</summary>
internal sealed class Findings
{
    private const int Most = 200;
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Error(int line, int column, string message, string? hint = null) => Add(new Finding(line, column, Severity.Error, message, hint));

    public void Warn(int line, int column, string message, string? hint = null) => Add(new Finding(line, column, Severity.Warning, message, hint));

    private void Add(Finding finding)
    {
        if (_all.Count < Most) _all.Add(finding);
    }

    /// <summary>A text of unknown origin for a message.</summary>
    public static string Shown(string text)
    {
        var line = new string([.. text.Take(60).Select(static c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > 60 ? line + "..." : line;
    }
}

/// <summary>Looks at answers of one format.</summary>
internal interface IAnswerLint
{
    /// <summary>Tells all that is wrong; never throws for what is in the text.</summary>
    void Check(string text, Findings findings);
}
