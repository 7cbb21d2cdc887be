using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>A host in a group, where it is written.</summary>
/// <param name="Group">The group, with <c>_</c> for <c>-</c> as the inventory tool has it since 2026.1.</param>
/// <param name="Name">The host.</param>
/// <param name="Node">What is said of it.</param>
internal sealed record OsaHost(string Group, string Name, PlacedNode Node)
{
    /// <summary>Its address, or null.</summary>
    public PlacedNode? Ip => Node["ip"];
}

/// <summary>openstack-ansible's user configuration: <c>openstack_user_config.yml</c> and <c>conf.d/*.yml</c> put together as its inventory tool does.</summary>
internal sealed class OsaConfig
{
    private OsaConfig(PlacedNode root, IReadOnlyList<OsaHost> hosts) => (Root, Hosts) = (root, hosts);

    /// <summary>All top-level keys.</summary>
    public PlacedNode Root { get; }

    /// <summary>Every host in every group.</summary>
    public IReadOnlyList<OsaHost> Hosts { get; }

    /// <summary><c>global_overrides</c>, or null.</summary>
    public PlacedNode? Overrides => Top("global_overrides");

    /// <summary>The groups that hosts are put into, by name.</summary>
    public IEnumerable<KeyValuePair<string, PlacedNode>> Groups => Root.Map!.Where(static entry => entry.Key.EndsWith("hosts", StringComparison.Ordinal));

    /// <summary>The networks, by name.</summary>
    public IReadOnlyDictionary<string, PlacedNode> Cidrs => Top("cidr_networks")?.Map ?? new Dictionary<string, PlacedNode>();

    /// <summary>The provider networks.</summary>
    public IEnumerable<PlacedNode> ProviderNetworks => Overrides?["provider_networks"]?.Items?.Select(static item => item["network"]).OfType<PlacedNode>() ?? [];

    /// <summary>True when nothing is put into containers.</summary>
    public bool NoContainers => Overrides?["no_containers"]?.Text is "true" or "True" or "yes";

    /// <summary>A top-level key, or null. The tool takes <c>-</c> there for <c>_</c>.</summary>
    public PlacedNode? Top(string key) => Root[key] ?? Root[key.Replace('_', '-')];

    /// <summary>Puts the files together; null when there is no mapping in them.</summary>
    public static OsaConfig? Read(IEnumerable<RepositoryFile> files)
    {
        PlacedNode? root = null;
        foreach (var file in files)
        {
            if (file.Root is { } one) root = PlacedNode.Over(one, root);
        }
        if (root is null) return null;
        var hosts = root.Map!.Where(static entry => entry.Key.EndsWith("hosts", StringComparison.Ordinal) && entry.Value.Map is not null)
            .SelectMany(static entry => entry.Value.Map!.Select(host => new OsaHost(entry.Key.Replace('-', '_'), host.Key, host.Value))).ToList();
        return new OsaConfig(root, hosts);
    }
}
