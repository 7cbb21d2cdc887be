namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// Asks for a branch, tag or commit of the site and goes on with what this machine boots there: the menu's "Try a branch or commit".
/// </summary>
public static class RefPromptScript
{
    /// <summary>Writes it.</summary>
    /// <param name="server">Where the site is served. Giving up asks it again what to boot, which leads back to the menu.</param>
    public static string Write(BootServer server)
    {
        var script = new IpxeScript()
            .Comment("Racklight: asks for a branch or commit")
            .Clear("rl-tries");
        // Before the question: giving up asks the server too.
        return BootServer.FindArchitecture(script)
            .Echo("")
            .Echo("Which branch, tag or commit of the site shall this machine boot from?")
            .Echo("A fork's branch is written user:branch. A commit may be cut to 7 digits.")
            // Others are sent as they are by some versions and encoded by others; a branch with them can be tried by its commit.
            .Echo("Letters, digits and . _ - / + : can be typed here. Enter alone goes back.")
            .Ask("Ref: ", "rl-ref", "back")
            .Doing("asking " + server.Authority + " for that ref")
            .Chain(RefQuestion.Ask(server, Setting.Variable("rl-ref").As(SettingFormat.UriString)))
            .Label("back")
            .Clear("rl-ref")
            .Doing("asking " + server.Authority + " what to boot")
            .Chain(BootServer.Question(server.Authority))
            .WhenFailed("back")
            .Build();
    }
}
