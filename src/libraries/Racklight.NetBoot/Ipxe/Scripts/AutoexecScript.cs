using System.Globalization;

namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// <c>autoexec.ipxe</c>, which newer EFI builds fetch from beside themselves before anything else: the way from loader to server that
/// does not depend on what DHCP said. It cannot know by which of the server's addresses it came, so it asks those that DHCP named.
/// </summary>
public static class AutoexecScript
{
    /// <summary>Writes it.</summary>
    /// <param name="httpPort">The server's machine-facing HTTP port, 1 to 65535.</param>
    /// <param name="server">The server's address where only one is possible; asked first.</param>
    public static string Write(int httpPort, System.Net.IPAddress? server = null)
    {
        var script = new IpxeScript()
            .Comment("Racklight: fetched by iPXE itself from beside its binary")
            .Clear("rl-tries")
            .Label("start")
            .Doing("configuring the network")
            .EnsureNetwork();
        BootServer.FindArchitecture(script);
        if (server is not null) script.TryChain(BootServer.Question(new BootServer(server, httpPort).Authority), TimeSpan.FromSeconds(10));
        script
            // A proxy DHCP server exists only to say where to boot from. Beside one, the main server's next-server is often itself: a
            // router that has nothing to boot. So the proxy's word comes first, and silence costs seconds, not the boot.
            .GotoUnless(IpxeCondition.IsSet(Setting.ProxyNextServer), "next-server")
            .TryChain(Ask(Setting.ProxyNextServer, httpPort), TimeSpan.FromSeconds(10))
            .Label("next-server")
            .GotoUnless(IpxeCondition.IsSet(Setting.NextServer), "dhcp-server")
            .TryChain(Ask(Setting.NextServer, httpPort), TimeSpan.FromSeconds(10))
            .Label("dhcp-server")
            .Doing(string.Create(CultureInfo.InvariantCulture, $"asking every boot server that DHCP named, port {httpPort}, what to boot"))
            .GotoUnless(IpxeCondition.IsSet(Setting.DhcpServer), IpxeScript.Failed)
            .Chain(Ask(Setting.DhcpServer, httpPort));
        return script.WhenFailed("start").Build();
    }

    private static IpxeText Ask(Setting server, int port) => BootServer.Question($"{server}:{port}");
}
