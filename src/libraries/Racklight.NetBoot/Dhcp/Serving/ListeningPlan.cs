using System.Net;
using System.Net.Sockets;

namespace Racklight.NetBoot.Dhcp;

/// <summary>Which sockets a server opens.</summary>
internal static class ListeningPlan
{
    /// <summary>Opens them; those that were opened before a failure are closed.</summary>
    /// <exception cref="ListenException">A port is taken or not permitted.</exception>
    public static void Open(DhcpServerOptions options, List<DhcpSocket> sockets)
    {
        try
        {
            foreach (var (address, device) in Places(options))
            {
                sockets.Add(DhcpSocket.Open(address, options.Ports.Server, device, isBootServer: false));
                sockets.Add(DhcpSocket.Open(address, options.Ports.BootServer, device, isBootServer: true));
            }
        }
        catch (ListenException)
        {
            sockets.ForEach(socket => socket.Dispose());
            sockets.Clear();
            throw;
        }
    }

    private static IEnumerable<(IPAddress Address, string? Interface)> Places(DhcpServerOptions options)
    {
        if (IPAddress.IsLoopback(options.Address)) return [(options.Address, null)];
        // A socket bound to an address hears no broadcasts: the interface that has the address is bound instead.
        if (options.Interfaces.Count > 0) return options.Interfaces.Distinct(StringComparer.Ordinal).Select(name => (IPAddress.Any, (string?)name));
        if (options.Address.Equals(IPAddress.Any)) return [(IPAddress.Any, null)];
        var own = IPv4.From(options.Address);
        var link = LocalLink.All().FirstOrDefault(link => link.Addresses.Any(entry => entry.Address == own))
            ?? throw new ListenException(options.Address, options.Ports.Server, null, SocketError.AddressNotAvailable);
        return [(IPAddress.Any, link.Name)];
    }
}
