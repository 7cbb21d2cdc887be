namespace Racklight.Yaml.Lossless;

/// <summary>What a block of a settings file is.</summary>
public enum YamlBlockKind
{
    /// <summary><c>key: value</c>, with all the lines that its value takes.</summary>
    Entry,

    /// <summary><c>#key: value</c>: a default that whoever wants another value uncomments.</summary>
    Default,

    /// <summary>A line of comment.</summary>
    Comment,

    /// <summary>An empty line.</summary>
    Blank,

    /// <summary>Anything else: <c>---</c>, <c>...</c>, a directive.</summary>
    Other,
}

/// <summary>A block of a settings file: whole lines.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The key of an entry or a default; else null.</param>
/// <param name="Text">Its lines as they stand, line ends included (the last line of a file may have none).</param>
/// <param name="Value">The value's characters without the comment behind it; of a default as if it were uncommented. Empty means null.</param>
public sealed record YamlBlock(YamlBlockKind Kind, string? Key, string Text, string Value = "")
{
    /// <summary>What the value means.</summary>
    public YamlMeaning Meaning => YamlMeaning.Of(Value);
}
