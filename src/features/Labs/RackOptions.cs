using System.Net;

namespace Racklight.Labs;

/// <summary>A virtual rack to make.</summary>
public sealed record RackOptions
{
    /// <summary>Its name, unique on this host: 1 to 24 lower-case letters, digits and hyphens. The network namespace is <c>rl-NAME</c>. See <see cref="RackName.Fresh"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The subnet of its one wire. Default 10.20.0.0/24: it exists only inside the namespace, so two racks may have the same one.</summary>
    public IPNetwork Subnet { get; init; } = IPNetwork.Parse("10.20.0.0/24");

    /// <summary>The address on the bridge: where a server in the namespace is reached. Null: the subnet's first.</summary>
    public IPAddress? GatewayAddress { get; init; }

    /// <summary>The machines, at most 64; all off at first.</summary>
    public IReadOnlyList<MachineOptions> Machines { get; init; } = [];

    /// <summary>Where throw-away disks and firmware variables lie; deleted with the rack. Null: <c>/var/tmp/racklight-lab-NAME</c>.</summary>
    public string? WorkDirectory { get; init; }
}

/// <summary>Names of racks.</summary>
public static class RackName
{
    /// <summary>A name that no running rack has: the prefix and four random hexadecimal digits.</summary>
    public static string Fresh(string prefix) => $"{prefix}-{Guid.NewGuid().ToString("N")[..4]}";

    /// <summary>True for 1 to 24 lower-case letters, digits and inner hyphens: it becomes part of paths and of a namespace's name.</summary>
    public static bool IsValid(string name)
        => name.Length is > 0 and <= 24 && name[0] != '-' && name[^1] != '-'
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
