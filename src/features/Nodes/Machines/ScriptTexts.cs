using System.Globalization;
using Racklight.Images;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Sites;

namespace Racklight.Nodes.Machines;

/// <summary>The scripts that machines get, filled in; how iPXE wants them written is NetBoot's part.</summary>
internal static class ScriptTexts
{
    private const int ErrorsShown = 4;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(60);

    /// <summary>Why nothing is booted, on the machine's own screen; it asks again after a minute.</summary>
    public static string Notice(BootServer server, string title, string why, string hint) => NoticeScript.Write(server, ["Racklight: " + title, "", why, hint, ""], Retry);

    /// <summary>The same for a machine that said which it is.</summary>
    public static string Notice(BootRequest request, string title, string why, string hint) => NoticeScript.Write(request.Asks, ["Racklight: " + title, "", why, hint, ""], Retry, request.Capabilities);

    /// <summary>There is nothing to boot, and why.</summary>
    public static string Nothing(BootRequest request, Problem problem) => Notice(request, "Nothing to boot", problem.Message, problem.Hint ?? "racklight site check");

    /// <summary>An installer is not started, since its answers are wrong: hidden behind its first question nobody would find that.</summary>
    public static string WrongAnswers(BootRequest request, IReadOnlyList<Problem> wrong) => Errors(request, "The answer file has errors", wrong, "racklight node answers --check");

    /// <summary>What is wrong with a ref, the first of its errors; the machine asks again after a minute.</summary>
    public static string Errors(BootRequest request, string title, IReadOnlyList<Problem> problems, string hint) => NoticeScript.Write(request.Asks, ErrorLines(title, problems, hint), Retry, request.Capabilities);

    /// <summary>The same for a client that did not say which machine it is.</summary>
    public static string Errors(BootServer server, string title, IReadOnlyList<Problem> problems, string hint) => NoticeScript.Write(server, ErrorLines(title, problems, hint), Retry);

    private static List<string> ErrorLines(string title, IReadOnlyList<Problem> problems, string hint)
    {
        var errors = problems.Where(static problem => problem.Severity == Severity.Error).ToList();
        if (errors.Count == 0) errors = [.. problems];
        var lines = new List<string> { "Racklight: " + title, "" };
        lines.AddRange(errors.Take(ErrorsShown).Select(OneProblem));
        if (errors.Count > ErrorsShown) lines.Add($"... and {errors.Count - ErrorsShown} more");
        lines.AddRange(["", hint, ""]);
        return lines;
    }

    /// <summary>A problem in one line: <c>nodes/r1n2.yaml:3:6: unknown key `mak`</c>, and what to try when it has no place.</summary>
    public static string OneProblem(Problem problem)
    {
        var place = problem.File is null ? "" : problem.Line > 0 ? $"{problem.File}:{problem.Line}:{problem.Column}: " : problem.File + ": ";
        return OneLine.Of(place + problem.Message + (problem.File is null && problem.Hint is { } hint ? $" (try: {hint})" : ""), 300);
    }

    /// <summary>The machine goes on from its own disk.</summary>
    public static string Local(KnownNode node, string? told = null) => LocalBootScript.Write([$"Racklight: {node.Name} starts from its own disk"], told);

    /// <summary>Goes on to a script elsewhere.</summary>
    /// <exception cref="ProblemException">The URL cannot be written into a script.</exception>
    public static string Chain(string url, string? told = null)
    {
        try
        {
            var script = new IpxeScript().Comment("Racklight: goes on to another script").Clear("rl-tries").Label("start");
            if (told is not null) script.Tell(told);
            return script.Doing("fetching " + url).Chain(url).WhenFailed("start").Build();
        }
        catch (IpxeSyntaxException e)
        {
            throw new ProblemException(e.Message, "racklight site check", ExitCodes.Usage, e);
        }
    }

    /// <summary>Boots an image.</summary>
    /// <exception cref="ProblemException">An argument of the image cannot be written into a script.</exception>
    public static string Image(BootRequest request, string session, string node, Image image, DiskConsent? data, string? told)
    {
        try
        {
            return ImageBootScript.Write(BootOf(request, session, node, image, data) with { Told = told }, request.Capabilities);
        }
        catch (IpxeSyntaxException e)
        {
            throw new ProblemException($"image {image.Manifest.Name} cannot be written into a boot script: {e.Message}", "look at kernel: arguments: in its image.yaml", ExitCodes.Usage, e);
        }
    }

    /// <summary>What a machine fetches and starts for an image; the kernel's arguments are what our dracut module and live unit read (docs/images.md).</summary>
    public static ImageBoot BootOf(BootRequest request, string session, string node, Image image, DiskConsent? data)
    {
        var root = $"http://{request.Server.Authority}";
        var manifest = image.Manifest;
        var arguments = new List<string>
        {
            $"racklight.server={root}",
            $"racklight.boot={session}",
            $"racklight.image={image.Digest}",
            string.Create(CultureInfo.InvariantCulture, $"racklight.rootfs={manifest.Rootfs.Digest}/{manifest.Rootfs.Size}"),
            $"racklight.node={node}",
            // pxelinux's spelling, which dracut understands: 01 is Ethernet.
            $"BOOTIF=01-{request.Mac.ToHyphens()}",
            "ip=dhcp",
            "rd.neednet=1",
        };
        if (data is not null) arguments.AddRange([$"racklight.data={data.Label}", $"racklight.data-device={data.Device}"]);
        arguments.AddRange(manifest.Arguments);
        // The live system has no authority to check a certificate with: it goes on by HTTP, and checks digests.
        var files = $"{request.Files}/images/{image.Digest}";
        return new ImageBoot($"{files}/kernel", [$"{files}/initrd"], arguments)
        {
            Title = [$"Racklight: {node} boots {manifest.Name} {image.Digest.Short} ({manifest.Base}, Linux {manifest.KernelRelease}, {Amount.Bytes(manifest.Rootfs.Size)})"],
        };
    }
}
