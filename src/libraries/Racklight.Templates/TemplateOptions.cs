namespace Racklight.Templates;

/// <summary>How a template's white space is read; the names and meanings are Jinja's.</summary>
public sealed record TemplateOptions
{
    /// <summary>Remove the line end behind a block or comment. Default true, as Ansible has it.</summary>
    public bool TrimBlocks { get; init; } = true;

    /// <summary>Remove blanks before a block or comment that begins a line. Default false.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>Keep the line end at the end of the text: files end with one. Default true.</summary>
    public bool KeepTrailingNewline { get; init; } = true;
}

/// <summary>How much a template may take before it is ended with an error.</summary>
public sealed record TemplateLimits
{
    /// <summary>The longest template or included file, in characters. Default 256 Ki.</summary>
    public int Source { get; init; } = 256 * 1024;

    /// <summary>The longest output, and the longest single text, in characters. Default 1 Mi.</summary>
    public int Output { get; init; } = 1024 * 1024;

    /// <summary>Evaluated expressions and statements, work on long texts and lists included. Default 1,000,000.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <summary>How deep blocks, and operators within an expression, may be nested. Default 60.</summary>
    public int Depth { get; init; } = 60;

    /// <summary>How deep includes may be nested. Default 8.</summary>
    public int Includes { get; init; } = 8;

    /// <summary>How long rendering may take. Default 2 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);
}
