namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// What <c>/boot.ipxe</c> answers to a client that has not said who it is: it asks again and says so. The same for every machine,
/// so that DHCP can hand out one plain URL.
/// </summary>
public static class FirstStageScript
{
    /// <summary>Writes it.</summary>
    /// <param name="server">The listener that is asked: the HTTPS one for a client that can check its certificate.</param>
    /// <param name="capabilities">The client's, as far as its request tells; null: the oldest.</param>
    /// <exception cref="IpxeSyntaxException">The listener is one for HTTPS, which the client does not have.</exception>
    public static string Write(BootServer server, IpxeCapabilities? capabilities = null)
    {
        var script = new IpxeScript(capabilities)
            .Comment("Racklight, first stage: tells the server which machine this is")
            .Clear("rl-tries")
            .Label("start");
        return BootServer.FindArchitecture(script)
            .Doing("asking " + server.Authority + " what to boot")
            .Chain(BootServer.Question(server.Authority, server.Scheme))
            .WhenFailed("start")
            .Build();
    }
}
