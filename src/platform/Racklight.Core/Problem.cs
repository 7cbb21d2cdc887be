using System.Text;

namespace Racklight;

/// <summary>How bad a <see cref="Problem"/> is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is refused.</summary>
    Warning,

    /// <summary>The thing asked for cannot be done while this stands.</summary>
    Error,
}

/// <summary>Something wrong, said so that its reader can mend it: what, where, why, and what to try.</summary>
/// <param name="Message">What is wrong and why, one sentence, no full stop at its end.</param>
public sealed record Problem(string Message)
{
    /// <summary>How bad it is.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>The file, relative to the site where there is one; null when no file is to blame.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1; 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary>The offending line as it stands in the file.</summary>
    public string? Source { get; init; }

    /// <summary>What to try.</summary>
    public string? Hint { get; init; }

    /// <summary>The form that editors jump to: <c>nodes/r1n2.yaml:3:6: error: …</c>, then the line, a caret, and the hint.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File);
            if (Line > 0) text.Append(':').Append(Line);
            if (Line > 0 && Column > 0) text.Append(':').Append(Column);
            text.Append(": ");
        }
        text.Append(Severity == Severity.Error ? "error: " : "warning: ").Append(Message);
        if (Source is not null)
        {
            text.Append("\n    ").Append(Source);
            if (Column > 0 && Column <= Source.Length + 1) text.Append("\n    ").Append(' ', Column - 1).Append('^');
        }
        if (Hint is not null) text.Append("\n    try: ").Append(Hint);
        return text.ToString();
    }
}

/// <summary>Ends a command with problems that its user can act on; never shown with a stack trace.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Ends a command with one problem.</summary>
    public ProblemException(Problem problem, int exitCode = ExitCodes.Usage, Exception? inner = null)
        : this([problem], exitCode, inner)
    {
    }

    /// <summary>Ends a command with a sentence and what to try.</summary>
    public ProblemException(string message, string? hint = null, int exitCode = ExitCodes.Usage, Exception? inner = null)
        : this([new Problem(message) { Hint = hint }], exitCode, inner)
    {
    }

    /// <summary>Ends a command with all the problems that were found.</summary>
    public ProblemException(IReadOnlyList<Problem> problems, int exitCode = ExitCodes.Usage, Exception? inner = null)
        : base(string.Join('\n', problems), inner)
    {
        Problems = problems;
        ExitCode = exitCode;
    }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; }
}

/// <summary>What the program's exit status means, in every command.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The thing asked for is not so: a check failed, drift was found.</summary>
    public const int NotSo = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int Usage = 2;

    /// <summary>Something outside failed: a tool, the network, the disk, a machine.</summary>
    public const int Outside = 3;
}
