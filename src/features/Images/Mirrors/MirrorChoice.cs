using Racklight.Sites;

namespace Racklight.Images.Mirrors;

/// <summary>Where an image's packages come from: the mirror that image.yaml names, else the building machine's own sources, and those only for the same distribution and release.</summary>
internal static class MirrorChoice
{
    /// <summary>The lines of sources.list to build with.</summary>
    /// <param name="name">The image's name, for messages.</param>
    /// <param name="image">What is to be built.</param>
    /// <param name="osRelease">The text of the building machine's os-release(5).</param>
    /// <param name="machine">The building machine's sources.</param>
    /// <exception cref="ProblemException">No mirror is named and the machine's own will not do.</exception>
    public static IReadOnlyList<string> Lines(string name, ImageFile image, string osRelease, IReadOnlyList<AptSource> machine)
    {
        var (distribution, suite) = Base(name, image);
        if (image.Mirror is { } mirror) return [$"deb {mirror.TrimEnd('/')} {suite} main"];
        var own = (Distribution: Value(osRelease, "ID") ?? "unknown", Suite: Value(osRelease, "VERSION_CODENAME") ?? "unknown");
        if (own != (distribution, suite)) throw Missing(name, suite, $"this machine is {own.Distribution}/{own.Suite}, so its own package sources will not do for {image.Base}");
        string[] wanted = [suite, suite + "-updates", suite + "-security", suite + "/updates"];
        var lines = machine.Where(source => wanted.Contains(source.Suite.TrimEnd('/')) && IsDistributions(source)).Select(source => source.Line).Distinct().ToArray();
        return lines.Any(line => line.Split(' ')[2] == suite) ? lines : throw Missing(name, suite, $"this machine's apt has no source for {suite}");
    }

    /// <summary>Splits <c>debian/bookworm</c>.</summary>
    /// <exception cref="ProblemException">A distribution that this version cannot build.</exception>
    public static (string Distribution, string Suite) Base(string name, ImageFile image)
    {
        var parts = image.Base.Split('/');
        if (parts is ["debian", var suite] && suite.Length > 0) return (parts[0], suite);
        throw new ProblemException(new Problem($"images are built from debian/SUITE in this version, not from {image.Base}") { File = $"images/{name}/image.yaml", Hint = "base: debian/bookworm" });
    }

    // Vendors publish under the same suite names; the distribution's own sources are those that its keyring signs.
    private static bool IsDistributions(AptSource source) => source.SignedBy is null || source.SignedBy.Contains("debian-archive", StringComparison.Ordinal);

    private static ProblemException Missing(string name, string suite, string why)
        => new(new Problem(why) { File = $"images/{name}/image.yaml", Hint = $"add the line 'mirror: URL' with the address of an archive that has {suite}" });

    private static string? Value(string osRelease, string key)
        => osRelease.Split('\n').Where(line => line.StartsWith(key + "=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..].Trim().Trim('"')).FirstOrDefault();
}
