namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>What a machine boots.</summary>
/// <param name="Kernel">The kernel's URL.</param>
/// <param name="Initrds">The initrds' URLs, in order; usually one.</param>
/// <param name="Arguments">The kernel's arguments without <c>initrd=</c>.</param>
public sealed record ImageBoot(string Kernel, IReadOnlyList<string> Initrds, IReadOnlyList<string> Arguments)
{
    /// <summary>The URL of the distribution's shim, by which Secure Boot firmware trusts the kernel; null: none. Left out for clients without <c>shim</c>.</summary>
    public string? Shim { get; init; }

    /// <summary>Where the machine tells that it has everything and starts it; null: nowhere. Answers with a script that does nothing.</summary>
    public string? Told { get; init; }

    /// <summary>Shown to the human before the console: node, image, digest, size. Any text; cleaned.</summary>
    public IReadOnlyList<string> Title { get; init; } = [];
}

/// <summary>Starts a kernel with its initrd.</summary>
public static class ImageBootScript
{
    /// <summary>Writes it.</summary>
    /// <exception cref="IpxeSyntaxException">A URL or an argument cannot be written.</exception>
    public static string Write(ImageBoot boot, IpxeCapabilities? capabilities = null)
    {
        var script = new IpxeScript(capabilities) { TellWhenFetched = boot.Told is { } told ? IpxeText.FromString(told) : null }.Comment("Racklight: starts an image").Clear("rl-tries").Label("start");
        foreach (var line in ScreenText.Lines(boot.Title)) script.Echo(line);
        return script
            .Boot(
                boot.Kernel,
                [.. boot.Initrds.Select((url, i) => new IpxeInitrd(url, i == 0 ? "initrd.img" : $"initrd{i + 1}.img"))],
                [.. boot.Arguments.Select(argument => (IpxeText)argument)],
                boot.Shim is { } shim ? (IpxeText)shim : null)
            .WhenFailed("start")
            .Build();
    }
}
