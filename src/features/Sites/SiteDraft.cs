namespace Racklight.Sites;

/// <summary>A site as far as it could be read: what the checks look at. Files with faults are in it too, so that their names count as known.</summary>
internal sealed record SiteDraft
{
    /// <summary>Where the site is, as people know it: its directory, or its bare repository.</summary>
    public required string Root { get; init; }

    /// <summary>Its files.</summary>
    public required ISiteFiles Files { get; init; }

    public required SourceFile<SiteFile> Site { get; init; }

    public required IReadOnlyDictionary<string, SourceFile<GroupFile>> Groups { get; init; }

    public required IReadOnlyDictionary<string, SourceFile<NodeFile>> Nodes { get; init; }

    public required IReadOnlyDictionary<string, SourceFile<ImageFile>> Images { get; init; }

    public required IReadOnlyDictionary<string, SourceFile<MenuFile>> Menu { get; init; }

    /// <summary>The networks whose entry could be read.</summary>
    public IReadOnlyDictionary<string, NetworkConfig> Networks => Site.Value?.Networks ?? new Dictionary<string, NetworkConfig>();

    /// <summary>The files of a kind that could be read, in the order of their names.</summary>
    public static IEnumerable<(SourceFile<T> File, T Value)> Read<T>(IReadOnlyDictionary<string, SourceFile<T>> files) where T : class
        => files.Values.Where(static file => file.Value is not null).Select(static file => (file, file.Value!));
}
