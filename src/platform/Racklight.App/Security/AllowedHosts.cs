using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.Http;

namespace Racklight.App.Security;

/// <summary>
/// The names that the administrative listener answers to. A page elsewhere can point a name of its own at this server (DNS rebinding);
/// the browser then sends that name, and is refused.
/// </summary>
internal static class AllowedHosts
{
    /// <summary>True for loopback names and addresses, this machine's host name, and its own addresses.</summary>
    public static bool Has(HttpContext http)
    {
        var host = http.Request.Host;
        if (!host.HasValue) return false;
        var name = host.Host.TrimEnd('.');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(name.Trim('[', ']'), out var address))
        {
            return IPAddress.IsLoopback(address) || Same(address, http.Connection.LocalIpAddress) || IsOwn(address);
        }
        var own = Environment.MachineName;
        return name.Equals(own, StringComparison.OrdinalIgnoreCase) || (name.StartsWith(own + ".", StringComparison.OrdinalIgnoreCase) && !own.Contains('.', StringComparison.Ordinal) && name.Equals(FullName(own), StringComparison.OrdinalIgnoreCase));
    }

    private static string FullName(string own)
    {
        var domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        return domain.Length == 0 || domain == "(none)" ? own : own + "." + domain;
    }

    private static bool IsOwn(IPAddress address)
        => NetworkInterface.GetAllNetworkInterfaces().Any(card => card.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(address)));

    private static bool Same(IPAddress address, IPAddress? local)
        => local is not null && (local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local).Equals(address);
}
