namespace Racklight.Yaml;

/// <summary>A place in a text. Both count from 1; a column is a UTF-16 unit.</summary>
public readonly record struct YamlMark(int Line, int Column);

/// <summary>Something wrong with a text, and where.</summary>
/// <param name="Message">What is wrong and why, one sentence, no full stop at its end.</param>
/// <param name="Mark">Where.</param>
/// <param name="Hint">What to try, or null.</param>
public sealed record YamlFault(string Message, YamlMark Mark, string? Hint = null);

/// <summary>A node of a YAML tree, with its place. What a plain scalar means is decided by the reader of the tree, not here.</summary>
public abstract class YamlNode
{
    private protected YamlNode(YamlMark mark) => Mark = mark;

    /// <summary>Where it begins.</summary>
    public YamlMark Mark { get; }

    /// <summary>The tag that was written before it (<c>!vault</c>), or null. Only where <see cref="YamlLimits.Foreign"/> reads them.</summary>
    public string? Tag { get; internal set; }

    /// <summary><c>text</c>, <c>list</c> or <c>mapping</c>: the word for it in messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>Text, written plain or in quotes (or as a block).</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(string text, bool plain, YamlMark mark) : base(mark) => (Text, Plain) = (text, plain);

    /// <summary>The text without quotes.</summary>
    public string Text { get; }

    /// <summary>True when no quotes were written: only then may it mean null, a number or a truth.</summary>
    public bool Plain { get; }

    /// <inheritdoc/>
    public override string Kind => "text";
}

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(IReadOnlyList<YamlNode> items, YamlMark mark) : base(mark) => Items = items;

    /// <summary>Its items, in order.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Kind => "list";
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key: always text.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A mapping; its keys are unique.</summary>
public sealed class YamlMapping : YamlNode
{
    private readonly Dictionary<string, YamlEntry> _byKey;

    internal YamlMapping(IReadOnlyList<YamlEntry> entries, YamlMark mark) : base(mark)
    {
        Entries = entries;
        _byKey = entries.ToDictionary(static entry => entry.Key.Text, StringComparer.Ordinal);
    }

    /// <summary>Its entries, in the order of the file.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <summary>The entry of a key, or null.</summary>
    public YamlEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <inheritdoc/>
    public override string Kind => "mapping";
}
