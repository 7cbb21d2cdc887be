using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>A bond of cards.</summary>
[Schema("A bond of cards")]
public sealed record BondConfig
{
    /// <summary>The cards.</summary>
    [Schema("The cards", Pattern = Names.InterfacePattern, Want = Names.InterfaceWant, Example = "eth0")]
    public required IReadOnlyList<string> Cards { get; init; }

    /// <summary><c>active-backup</c> (default) or <c>802.3ad</c>, which the switch must speak too.</summary>
    [Schema("active-backup, or 802.3ad, which the switch must speak too", Default = "active-backup", Choices = ["active-backup", "802.3ad", "balance-xor"])]
    public string Mode { get; init; } = "active-backup";
}

/// <summary>The cloud that a site's nodes run.</summary>
[Schema("The cloud that a site's nodes run")]
public sealed record CloudConfig
{
    /// <summary>The network over which the hosts are managed.</summary>
    [Schema("The network over which the hosts are managed", Example = "mgmt")]
    public required string Management { get; init; }

    /// <summary>The network of tunnels between hypervisors; null: the management network.</summary>
    [Schema("The network of tunnels between hypervisors; default: the management network", Example = "overlay")]
    public string? Tunnel { get; init; }

    /// <summary>The network of storage; null: the management network.</summary>
    [Schema("The network of storage; default: the management network", Example = "storage")]
    public string? Storage { get; init; }

    /// <summary>The load balancer's internal address.</summary>
    [Schema("The load balancer's internal address", Example = "172.29.236.9")]
    public required string InternalVip { get; init; }

    /// <summary>The load balancer's external address or name.</summary>
    [Schema("The load balancer's external address or name", MaxLength = 253, Example = "cloud.example.org")]
    public required string ExternalVip { get; init; }

    /// <summary>Bridges without an address, for the networks of tenants and of the outside, by name; each on a bond or card.</summary>
    [Schema("Bridges without an address, for the networks of tenants and of the outside: the bond or card of each, by name", Pattern = Names.InterfacePattern, Want = Names.InterfaceWant, Example = "bond1")]
    public IReadOnlyDictionary<string, string>? Bridges { get; init; }
}
