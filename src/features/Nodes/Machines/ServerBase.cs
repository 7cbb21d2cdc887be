using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Nodes.Machines;

/// <summary>The server's own address as the asking machine knows it: it goes into scripts and kernel command lines, so it is never taken unread.</summary>
internal static class ServerBase
{
    /// <summary>
    /// The address in the Host header when it is a well-formed IP address, so that a server behind a forwarded port names the address that works;
    /// else that of the socket. Host names are not taken over: a machine in mid-boot may have no DNS.
    /// </summary>
    public static BootServer Of(HttpContext context)
        // Who came by HTTPS is told of the plain listener: everything after iPXE goes there.
        => context.Request.IsHttps && context.RequestServices.GetService<ServerSettings>() is { } settings ? Asked(context) with { Port = settings.HttpPort } : Asked(context);

    private static BootServer Asked(HttpContext context)
        => FromHost(context.Request.Host) ?? FromSocket(context.Connection.LocalIpAddress ?? IPAddress.Loopback, context.Connection.LocalPort);

    internal static BootServer? FromHost(HostString host)
    {
        if (!host.HasValue || Address(host.Host) is not { } address) return null;
        // Not HostString.Port: it throws for what is no number.
        var port = host.Value[host.Host.Length..];
        if (port.Length == 0) return new BootServer(address, 80);
        return port is [':', .. { Length: <= 5 } digits] && digits.All(char.IsAsciiDigit) && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 65535 and var number
            ? new BootServer(address, number)
            : null;
    }

    internal static BootServer FromSocket(IPAddress address, int port) => new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);

    private static IPAddress? Address(string name)
    {
        if (name.StartsWith('['))
        {
            return name.EndsWith(']') && !name.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(name[1..^1], out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? six : null;
        }
        // IPAddress also reads 010.1 and 0x0a000001: only the spelling that it would write itself is taken.
        return IPAddress.TryParse(name, out var four) && four.AddressFamily == AddressFamily.InterNetwork && four.ToString() == name ? four : null;
    }
}
