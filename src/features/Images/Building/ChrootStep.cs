using System.Globalization;
using Racklight.App;

namespace Racklight.Images.Building;

/// <summary>mmdebstrap: a new tree from packages. The only step that needs the network; downloaded packages are kept for the next one.</summary>
internal static class ChrootStep
{
    public static async Task RunAsync(StepRun run, string suite, IReadOnlyList<string> sources, IReadOnlyList<string> packages, string debs, CancellationToken token)
    {
        var tree = Path.Combine(run.Directory, "tree");
        var list = Path.Combine(run.Directory, "sources.list");
        await File.WriteAllLinesAsync(list, sources, token);
        Directory.CreateDirectory(debs);
        var environment = new Dictionary<string, string?> { ["RACKLIGHT_DEBS"] = debs, ["RACKLIGHT_OUT"] = run.Directory };
        // Hard links in and out: the cache is on the same file system as the tree, and neither side ever changes a package.
        const string keep = "cp -aln \"$1\"/var/cache/apt/archives/*.deb \"$RACKLIGHT_DEBS\"/ 2>/dev/null || :";
        await ProcessRunner.RequireAsync(new ProcessSpec("unshare",
        [
            .. TreeScript.Cell, "mmdebstrap", "--mode=root", "--variant=minbase",
            // The tree is thrown away when the power fails: no package needs to be synced to the disk on its own.
            "--dpkgopt=force-unsafe-io",
            "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-include=/usr/share/doc/*/copyright", "--dpkgopt=path-exclude=/usr/share/locale/*",
            "--aptopt=APT::Install-Recommends \"false\"", "--aptopt=Acquire::Languages \"none\"", "--aptopt=Acquire::Retries \"3\"",
            .. await ProxyAsync(token),
            "--setup-hook=mkdir -p \"$1\"/var/cache/apt/archives && cp -aln \"$RACKLIGHT_DEBS\"/*.deb \"$1\"/var/cache/apt/archives/ 2>/dev/null || :",
            // dracut asks nothing, makes nothing for the building machine's hardware.
            "--essential-hook=mkdir -p \"$1\"/etc/dracut.conf.d && echo 'hostonly=\"no\"' > \"$1\"/etc/dracut.conf.d/00-racklight.conf",
            "--extract-hook=" + keep, "--customize-hook=" + keep,
            "--customize-hook=cat \"$1\"/var/lib/apt/lists/*Release > \"$RACKLIGHT_OUT\"/releases",
            "--include=" + string.Join(',', packages), suite, tree, list,
        ])
        {
            Environment = environment,
            Journal = run.Journal,
            OnError = line => { if (line.StartsWith("I: ", StringComparison.Ordinal) && !line.Contains("hook", StringComparison.Ordinal)) run.Say(line[3..]); },
        }, token);
        // The newest archive date stands for "when": the same packages give the same bytes whenever they are packed.
        await File.WriteAllTextAsync(Path.Combine(run.Directory, "epoch"), NewestDate(File.ReadLines(Path.Combine(run.Directory, "releases"))) + "\n", token);
        await File.WriteAllTextAsync(tree + ".full", "", token);
        File.Delete(Path.Combine(run.Directory, "releases"));
    }

    /// <summary>Seconds since 1970 of the newest <c>Date:</c> in Release files (RFC 822 dates); 0 when there is none.</summary>
    internal static string NewestDate(IEnumerable<string> releaseLines) => releaseLines
        .Where(line => line.StartsWith("Date: ", StringComparison.Ordinal))
        .Select(line => DateTimeOffset.TryParse(line[6..].Replace(" UTC", " GMT", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUnixTimeSeconds() : 0)
        .DefaultIfEmpty(0).Max().ToString(CultureInfo.InvariantCulture);

    // The building machine's apt may only reach its mirror through a proxy.
    private static async Task<IEnumerable<string>> ProxyAsync(CancellationToken token)
    {
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessSpec("apt-config", "dump") { Limit = TimeSpan.FromSeconds(10) }, token);
            return result.Output.Split('\n').Where(line => line.StartsWith("Acquire::http::Proxy ", StringComparison.Ordinal) || line.StartsWith("Acquire::https::Proxy ", StringComparison.Ordinal)).Select(line => "--aptopt=" + line.TrimEnd(';'));
        }
        catch (ProblemException)
        {
            return [];
        }
    }
}
