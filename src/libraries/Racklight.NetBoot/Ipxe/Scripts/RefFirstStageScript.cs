namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>As <see cref="FirstStageScript"/>, for whoever comes to a commit without saying which machine it is.</summary>
public static class RefFirstStageScript
{
    /// <summary>Writes it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="commit">The commit's whole name.</param>
    /// <param name="capabilities">The client's; null: the oldest.</param>
    public static string Write(BootServer server, string commit, IpxeCapabilities? capabilities = null)
    {
        var script = new IpxeScript(capabilities)
            .Comment("Racklight, first stage at a commit: tells the server which machine this is")
            .Clear("rl-tries")
            .Label("start");
        return BootServer.FindArchitecture(script)
            .Doing("asking " + server.Authority + " what to boot by commit " + commit[..Math.Min(12, commit.Length)])
            .Chain(RefQuestion.Ask(server, commit))
            .WhenFailed("start")
            .Build();
    }
}
