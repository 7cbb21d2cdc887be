namespace Racklight.Yaml;

/// <summary>How much of a text is read before it is refused: hostile files cost a bounded time and memory.</summary>
public sealed record YamlLimits
{
    /// <summary>The largest file, in bytes of UTF-8. Default 1 MiB.</summary>
    public int Bytes { get; init; } = 1 << 20;

    /// <summary>How deep mappings and lists may be nested. Default 32.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>How many nodes (keys, values, lists, mappings) a file may have. Default 100,000.</summary>
    public int Nodes { get; init; } = 100_000;

    /// <summary>How many faults are told before reading stops. Default 100.</summary>
    public int Faults { get; init; } = 100;

    /// <summary>
    /// True reads what other tools allow besides: anchors, aliases, merge keys (<c>&lt;&lt;</c>) and tags. An alias counts all the nodes that it
    /// stands for, so that <see cref="Nodes"/> bounds it too. Default false: a site's own files have none of them.
    /// </summary>
    public bool Foreign { get; init; }
}
