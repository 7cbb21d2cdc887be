using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Racklight.NetBoot.Dhcp;

/// <summary>An interface of this machine.</summary>
/// <param name="Index">The kernel's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its IPv4 addresses with their subnets.</param>
public sealed record LocalLink(int Index, string Name, IReadOnlyList<(IPv4 Address, IPv4Subnet Subnet)> Addresses)
{
    /// <summary>True for <c>lo</c>.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>True when it is up.</summary>
    public bool IsUp { get; init; }

    /// <summary>The interfaces in the network namespace of the calling thread.</summary>
    public static IReadOnlyList<LocalLink> All()
    {
        var links = new List<LocalLink>();
        foreach (var one in NetworkInterface.GetAllNetworkInterfaces())
        {
            var properties = one.GetIPProperties();
            var addresses = properties.UnicastAddresses
                .Where(entry => entry.Address.AddressFamily == AddressFamily.InterNetwork && entry.PrefixLength > 0)
                .Select(entry => (IPv4.From(entry.Address), new IPv4Subnet(IPv4.From(entry.Address), entry.PrefixLength)))
                .ToList();
            links.Add(new LocalLink(properties.GetIPv4Properties()?.Index ?? 0, one.Name, addresses)
            {
                IsLoopback = one.NetworkInterfaceType == NetworkInterfaceType.Loopback,
                IsUp = one.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
            });
        }
        return links;
    }
}

/// <summary>The interfaces as last looked at; looked at again when a message comes by one that is not known, at most once a second.</summary>
internal sealed class LocalLinks(Func<IReadOnlyList<LocalLink>> look, TimeProvider clock) : ILocalLinks
{
    private Dictionary<int, IReadOnlyList<IPv4>> _byIndex = [];
    private HashSet<IPv4> _own = [];
    private long _looked = long.MinValue;

    public bool IsLocal(IPv4 address) => _own.Contains(address);

    public IReadOnlyList<IPv4> AddressesOf(int index)
    {
        if (_byIndex.TryGetValue(index, out var known)) return known;
        Look();
        return _byIndex.GetValueOrDefault(index) ?? [];
    }

    public void Look()
    {
        if (_looked != long.MinValue && clock.GetElapsedTime(_looked) < TimeSpan.FromSeconds(1)) return;
        _looked = clock.GetTimestamp();
        var links = look();
        _byIndex = links.GroupBy(link => link.Index).ToDictionary(group => group.Key, group => (IReadOnlyList<IPv4>)[.. group.SelectMany(link => link.Addresses).Select(entry => entry.Address)]);
        _own = [.. links.SelectMany(link => link.Addresses).Select(entry => entry.Address)];
    }
}
