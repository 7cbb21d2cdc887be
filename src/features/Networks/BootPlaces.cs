using System.Globalization;
using System.Net;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks;

/// <summary>Where machines find script and loaders on this server: the same for our own answers and for what other servers are told to answer.</summary>
internal static class BootPlaces
{
    /// <summary>The places.</summary>
    /// <param name="address">The server's address; null: the one on the wire that the machine is on.</param>
    /// <param name="port">Machine-facing HTTP, asked when an answer is made: it may not be known before.</param>
    public static BootOptions On(IPv4? address, Func<int> port) => new()
    {
        NextServer = address,
        ScriptUrl = server => $"{Base(server, port())}/boot.ipxe",
        LoaderUrl = (server, file) => $"{Base(server, port())}/loader/{file}",
    };

    private static string Base(IPAddress address, int port) => string.Create(CultureInfo.InvariantCulture, $"http://{address}:{port}");
}
