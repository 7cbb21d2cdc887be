namespace Racklight.Yaml.Schema;

/// <summary>What a JSON Schema says of a property beyond its type: help for editors, and what the reader refuses.</summary>
/// <param name="description">What it is for, one sentence: editors show it.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class SchemaAttribute(string description) : Attribute
{
    /// <summary>What it is for.</summary>
    public string Description { get; } = description;

    /// <summary>The only texts allowed; empty: any.</summary>
    public string[] Choices { get; set; } = [];

    /// <summary>A regular expression that the text (or each item, or each name of a mapping) must match as a whole.</summary>
    public string? Pattern { get; set; }

    /// <summary>What the pattern asks for, to follow "is not": <c>a MAC address such as 52:54:00:20:00:02</c>.</summary>
    public string? Want { get; set; }

    /// <summary>The longest text (or item, or name), in characters; 0: any.</summary>
    public int MaxLength { get; set; }

    /// <summary>The text that a missing value stands for.</summary>
    public string? Default { get; set; }

    /// <summary>An example.</summary>
    public string? Example { get; set; }
}
