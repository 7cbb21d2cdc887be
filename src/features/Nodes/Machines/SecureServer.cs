using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Nodes.Machines;

/// <summary>The server by HTTPS, for the clients that can check its certificate: they have the site's own authority built in.</summary>
internal static class SecureServer
{
    /// <summary>The server's HTTPS address as this client knows it; null when it has no such listener, or the client would refuse its certificate.</summary>
    public static BootServer? For(HttpContext http, IpxeCapabilities client, BootServer plain)
        => For(http.RequestServices.GetService<ServerSettings>(), client, plain);

    /// <summary>The same without a request.</summary>
    public static BootServer? For(ServerSettings? settings, IpxeCapabilities client, BootServer plain)
        => settings?.HttpsPort is { } port && client.Has(IpxeFeature.Https) && client.Has(IpxeFeature.SiteCa) ? plain with { Port = port, Secure = true } : null;
}
