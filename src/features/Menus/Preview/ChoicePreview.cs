namespace Racklight.Menus.Preview;

/// <summary>What a choice in the menu would boot.</summary>
/// <param name="Id">The entry, or a word such as <c>local</c>.</param>
/// <param name="Title">What the menu calls it.</param>
public sealed record ChoicePreview(string Id, string Title)
{
    /// <summary>Why nothing would boot, with what to try; null when something does.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The script that the machine gets: also when nothing boots, since it then tells why on its screen.</summary>
    public string Script { get; init; } = "";

    /// <summary>What is started: the URL of a kernel, of an EFI program, of a script.</summary>
    public string? Kernel { get; init; }

    /// <summary>What is loaded beside it: name and URL.</summary>
    public IReadOnlyList<(string Name, string Url)> Initrds { get; init; } = [];

    /// <summary>The kernel's command line, an argument each.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The memory that it needs, in MiB; 0: no more than any machine has.</summary>
    public int Ram { get; init; }

    /// <summary>Why it needs that much, to follow "because".</summary>
    public string? RamReason { get; init; }

    /// <summary>What its user should know before.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The answer files that the machine would find, secrets masked.</summary>
    public IReadOnlyList<AnswerPreview> Answers { get; init; } = [];
}

/// <summary>An answer file of a choice.</summary>
/// <param name="File">The name that it is served under.</param>
/// <param name="Format">What reads it.</param>
/// <param name="IsNamed">The command line names it; the others are found by cloud-init beside it, or not at all.</param>
public sealed record AnswerPreview(string File, string Format, bool IsNamed)
{
    /// <summary>Its text with secrets masked; null when it cannot be rendered.</summary>
    public string? Text { get; init; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
