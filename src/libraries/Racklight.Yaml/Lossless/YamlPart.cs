namespace Racklight.Yaml.Lossless;

/// <summary>What a part of a text is.</summary>
public enum YamlPartKind
{
    /// <summary>Text in one of YAML's five forms.</summary>
    Scalar,

    /// <summary>Keys with values.</summary>
    Mapping,

    /// <summary>A list.</summary>
    Sequence,

    /// <summary>A reference to an anchor (<c>*name</c>).</summary>
    Alias,
}

/// <summary>How a scalar is written.</summary>
public enum YamlScalarForm
{
    /// <summary>Without quotes: only then may it mean null, a number or a truth.</summary>
    Plain,

    /// <summary><c>'text'</c></summary>
    SingleQuoted,

    /// <summary><c>"text"</c></summary>
    DoubleQuoted,

    /// <summary><c>|</c></summary>
    Literal,

    /// <summary><c>&gt;</c></summary>
    Folded,
}

/// <summary>A part of a YAML text with the span of characters that it takes, so that it can be replaced and every other character stays.</summary>
public sealed class YamlPart
{
    internal YamlPart(YamlPartKind kind, YamlMark mark, int start) => (Kind, Mark, Start) = (kind, mark, start);

    /// <summary>What it is.</summary>
    public YamlPartKind Kind { get; }

    /// <summary>Where it begins.</summary>
    public YamlMark Mark { get; }

    /// <summary>The first character: of its tag or anchor when it has one.</summary>
    public int Start { get; internal set; }

    /// <summary>The character behind its last: without the line end, and without blank lines behind a block.</summary>
    public int End { get; internal set; }

    /// <summary>Its own tag (<c>!vault</c>), or null.</summary>
    public string? Tag { get; internal init; }

    /// <summary>A scalar's text; an alias's name.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>How a scalar is written.</summary>
    public YamlScalarForm Form { get; internal init; }

    /// <summary>True for a mapping in braces or a list in brackets: no block can stand within.</summary>
    public bool Flow { get; internal init; }

    /// <summary>A mapping's entries, in order.</summary>
    public IReadOnlyList<YamlPartEntry> Entries { get; internal set; } = [];

    /// <summary>A list's items, in order.</summary>
    public IReadOnlyList<YamlPart> Items { get; internal set; } = [];

    /// <summary>True for a scalar that means null: nothing at all, <c>null</c> or <c>~</c>, without quotes and tag.</summary>
    public bool IsNull => Kind == YamlPartKind.Scalar && Form == YamlScalarForm.Plain && Tag is null && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The value of a key of a mapping; null when there is none.</summary>
    public YamlPart? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Kind == YamlPartKind.Scalar && entry.Key.Text == key)?.Value;
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Colon">The character behind the colon that joins them.</param>
public sealed record YamlPartEntry(YamlPart Key, YamlPart Value, int Colon);
