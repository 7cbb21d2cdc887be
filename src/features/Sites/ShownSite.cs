namespace Racklight.Sites;

/// <summary>A site with everything resolved: what <c>site show</c> prints.</summary>
internal sealed record ShownSite
{
    public required string Site { get; init; }

    public required string Root { get; init; }

    public required string? Commit { get; init; }

    /// <summary>What a machine gets that no file names.</summary>
    public required string Unknown { get; init; }

    public required IReadOnlyDictionary<string, NetworkConfig> Networks { get; init; }

    public required IReadOnlyList<ShownNode> Nodes { get; init; }

    public required IReadOnlyDictionary<string, ImageFile> Images { get; init; }

    public required IReadOnlyDictionary<string, MenuFile> Menu { get; init; }

    public required IReadOnlyList<string> SshKeys { get; init; }

    /// <summary>Resolves a site.</summary>
    public static ShownSite Of(Site site) => new()
    {
        Site = site.File.Name,
        Root = site.Root,
        Commit = site.Commit,
        Unknown = site.File.Unknown,
        Networks = site.File.Networks,
        Nodes = [.. site.Nodes.Select(node => ShownNode.Of(site, node.Key, node.Value))],
        Images = site.Images,
        Menu = site.Menu,
        SshKeys = site.File.Trust.SshKeys,
    };
}

/// <summary>A node with what its group and network add.</summary>
internal sealed record ShownNode
{
    public required string Name { get; init; }

    public required string? Group { get; init; }

    public required string? Mac { get; init; }

    public required string? Uuid { get; init; }

    public required string? Serial { get; init; }

    public required string? Address { get; init; }

    /// <summary>The network that its address lies in.</summary>
    public required string? Network { get; init; }

    public required string Boots { get; init; }

    /// <summary>The file that says so.</summary>
    public required string BootsFrom { get; init; }

    public required IReadOnlyDictionary<string, DiskConsent> Disks { get; init; }

    public required string Secrets { get; init; }

    public static ShownNode Of(Site site, string name, NodeFile node) => new()
    {
        Name = name,
        Group = node.Group,
        Mac = node.Mac is { } mac ? MacAddress.Parse(mac).ToString() : null,
        Uuid = node.Uuid?.ToLowerInvariant(),
        Serial = node.Serial,
        Address = node.Address,
        Network = NetworkOf(site, node),
        Boots = site.BootsOf(node),
        BootsFrom = node.Boots is not null ? $"nodes/{name}.yaml"
            : node.Group is { } group && site.Groups.TryGetValue(group, out var file) && file.Boots is not null ? $"groups/{group}.yaml"
            : "site.yaml (unknown)",
        Disks = site.DisksOf(node),
        Secrets = node.Secrets,
    };

    private static string? NetworkOf(Site site, NodeFile node)
        => Ipv4Network.TryAddress(node.Address, out var address)
            ? site.File.Networks.FirstOrDefault(entry => Ipv4Network.TryParse(entry.Value.Cidr, out var network, out _) && network.Contains(address)).Key
            : null;
}
