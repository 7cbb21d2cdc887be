namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// What <c>/boot.ipxe</c> answers to a client that has not said who it is: it asks again and says so. The same for every machine,
/// so that DHCP can hand out one plain URL.
/// </summary>
public static class FirstStageScript
{
    /// <summary>Writes it.</summary>
    public static string Write(BootServer server) => Write(server, null, "http");

    /// <summary>Writes the one that goes on by HTTPS.</summary>
    /// <param name="server">The HTTPS listener.</param>
    /// <param name="capabilities">The client's: it has HTTPS.</param>
    /// <exception cref="IpxeSyntaxException">It has not.</exception>
    public static string WriteSecure(BootServer server, IpxeCapabilities capabilities) => Write(server, capabilities, "https");

    private static string Write(BootServer server, IpxeCapabilities? capabilities, string scheme)
    {
        var script = new IpxeScript(capabilities)
            .Comment("Racklight, first stage: tells the server which machine this is")
            .Clear("rl-tries")
            .Label("start");
        return BootServer.FindArchitecture(script)
            .Doing("asking " + server.Authority + " what to boot")
            .Chain(BootServer.Question(server.Authority, scheme))
            .WhenFailed("start")
            .Build();
    }
}
