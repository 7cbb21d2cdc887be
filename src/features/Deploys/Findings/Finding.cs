namespace Racklight.Deploys.Findings;

/// <summary>Something that a check found in a file: where, what, why it matters, and what to write instead.</summary>
/// <param name="Rule">The rule's name: <c>logs-lost-on-failure</c>.</param>
/// <param name="File">The file, relative to the directory that was checked.</param>
/// <param name="Message">What is wrong, one sentence, no full stop at its end.</param>
internal sealed record Finding(string Rule, string File, string Message)
{
    /// <summary>The rule's number where rules are numbered; else null.</summary>
    public int? Number { get; init; }

    /// <summary>How bad it is.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>The line, from 1; 0 when the file as a whole is meant.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary>Why it matters; null where the message says it.</summary>
    public string? Why { get; init; }

    /// <summary>What to write instead, or what to do; null where nothing is to be said.</summary>
    public string? Instead { get; init; }
}

/// <summary>What a check found.</summary>
/// <param name="Good">True when nothing of the severity error is among the findings.</param>
/// <param name="Files">How many files were looked at.</param>
/// <param name="Findings">All findings, in the order of files and lines.</param>
internal sealed record FindingReport(bool Good, int Files, IReadOnlyList<Finding> Findings)
{
    /// <summary>Orders findings and says whether they are good enough.</summary>
    public static FindingReport Of(int files, IEnumerable<Finding> findings)
    {
        var ordered = findings.OrderBy(static finding => finding.File, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Line).ThenBy(static finding => finding.Column).ThenBy(static finding => finding.Rule, StringComparer.Ordinal)
            .ToList();
        return new FindingReport(!ordered.Exists(static finding => finding.Severity == Severity.Error), files, ordered);
    }
}
