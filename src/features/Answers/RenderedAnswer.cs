namespace Racklight.Answers;

/// <summary>An answer file as a machine would get it.</summary>
/// <param name="File">The name that it is served under.</param>
/// <param name="Format">What reads it.</param>
/// <param name="Text">The text; null when it could not be rendered.</param>
/// <param name="Problems">All that is wrong or worth knowing; places are those in the template that wrote it.</param>
public sealed record RenderedAnswer(string File, string Format, string? Text, IReadOnlyList<Problem> Problems)
{
    /// <summary>Secrets are filled in: the text and the problems are for its machine's eyes only.</summary>
    public bool HoldsSecrets { get; init; }

    /// <summary>True when a machine may have it.</summary>
    public bool Good => Text is not null && Problems.All(static problem => problem.Severity != Severity.Error);
}
