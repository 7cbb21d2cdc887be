namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>Shows why a machine does not boot yet, and asks the server again after a while.</summary>
public static class NoticeScript
{
    /// <summary>Writes it.</summary>
    /// <param name="server">Where to ask again.</param>
    /// <param name="message">What is shown. Any text; cleaned.</param>
    /// <param name="retry">After how long to ask again: 1 second to 1 day.</param>
    /// <param name="capabilities">The client's; null: the oldest.</param>
    public static string Write(BootServer server, IReadOnlyList<string> message, TimeSpan retry, IpxeCapabilities? capabilities = null)
    {
        var script = new IpxeScript(capabilities).Comment("Racklight: a notice").Clear("rl-tries").Echo("");
        foreach (var line in ScreenText.Lines(message)) script.Echo(line);
        script
            .Echo($"Asking again in {(long)retry.TotalSeconds} seconds (Ctrl-C: now)")
            .Sleep(retry)
            .Label("start");
        return BootServer.FindArchitecture(script)
            .Doing("asking " + server.Authority + " again")
            .Chain(BootServer.Question(server.Authority, server.Scheme))
            .WhenFailed("start")
            .Build();
    }
}
