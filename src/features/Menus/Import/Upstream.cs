using Racklight.Yaml;

namespace Racklight.Menus.Import;

/// <summary>Something that netboot.xyz serves itself: a directory of a release on GitHub.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record UpstreamEndpoint(string Id, YamlNode Node)
{
    public string? Path { get; init; }

    public IReadOnlyList<string> Files { get; init; } = [];

    public string? Os { get; init; }

    /// <summary>As it is written: <c>22.10</c> is not 22.1.</summary>
    public string? Version { get; init; }

    public string? Flavor { get; init; }

    /// <summary>The endpoint that has its kernel and initrd; null: itself.</summary>
    public string? Kernel { get; init; }

    public string? Arch { get; init; }

    public string? Codename { get; init; }
}

/// <summary>A distribution on its own mirrors.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record UpstreamRelease(string Id, YamlNode Node)
{
    public string? Name { get; init; }

    public string? Menu { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>A URL, or a host alone; null where the scripts know better.</summary>
    public string? Mirror { get; init; }

    public string? BaseDirectory { get; init; }

    public IReadOnlyList<UpstreamVersion> Versions { get; init; } = [];
}

/// <summary>A version of a distribution.</summary>
/// <param name="Code">Its code name: also a part of paths.</param>
/// <param name="Name">What the menu shows.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record UpstreamVersion(string? Code, string? Name, YamlNode Node)
{
    /// <summary>The group that it stands in where versions are grouped: <c>stable</c>, <c>testing</c>.</summary>
    public string? Group { get; init; }

    /// <summary>All else that is said of it.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
}

/// <summary>A tool.</summary>
/// <param name="Group">The list that it stands in: <c>utilitiesefi</c>.</param>
/// <param name="Id">Its key.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record UpstreamUtility(string Group, string Id, YamlNode Node)
{
    public string? Name { get; init; }

    public bool Enabled { get; init; } = true;

    public string? Type { get; init; }

    /// <summary>A URL and a command line in one text.</summary>
    public string? Kernel { get; init; }

    public string? Initrd { get; init; }

    public string? Path { get; init; }

    public string? Version { get; init; }
}

/// <summary>All that the two files say.</summary>
internal sealed record Upstream
{
    public required IReadOnlyDictionary<string, UpstreamEndpoint> Endpoints { get; init; }

    public required IReadOnlyList<UpstreamRelease> Releases { get; init; }

    public required IReadOnlyList<UpstreamUtility> Utilities { get; init; }

    /// <summary>The texts at the top of the defaults: what <c>{{ name }}</c> and <c>${name}</c> may stand for.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    public required UpstreamFiles Files { get; init; }
}
