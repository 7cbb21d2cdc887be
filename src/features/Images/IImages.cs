using Racklight.Sites;

namespace Racklight.Images;

/// <summary>A file of an image.</summary>
/// <param name="Name"><c>kernel</c>, <c>initrd</c> or <c>rootfs</c>: also the last part of its URL.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
public sealed record ImagePart(string Name, Digest Digest, long Size);

/// <summary>An image's manifest. The image's own digest is that of the manifest's bytes.</summary>
public sealed record ImageManifest
{
    /// <summary>The image's name in its site.</summary>
    public required string Name { get; init; }

    /// <summary>Distribution and release.</summary>
    public required string Base { get; init; }

    /// <summary>When it was built.</summary>
    public required DateTimeOffset Built { get; init; }

    /// <summary>The site's commit, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>The kernel's release: <c>6.1.0-50-amd64</c>.</summary>
    public required string KernelRelease { get; init; }

    /// <summary>The kernel.</summary>
    public required ImagePart Kernel { get; init; }

    /// <summary>The initramfs with our dracut module inside.</summary>
    public required ImagePart Initrd { get; init; }

    /// <summary>The squashfs root.</summary>
    public required ImagePart Rootfs { get; init; }

    /// <summary>Bytes of the root tree before packing, for the RAM estimate.</summary>
    public long UnpackedSize { get; init; }

    /// <summary>Kernel arguments from image.yaml.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Paths that persist.</summary>
    public IReadOnlyList<string> Persist { get; init; } = [];

    /// <summary>Every package with its version.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions of the tools that built it.</summary>
    public IReadOnlyDictionary<string, string> Tools { get; init; } = new Dictionary<string, string>();
}

/// <summary>A built image.</summary>
/// <param name="Digest">The digest of the manifest: the image's name for good, and its place in URLs.</param>
/// <param name="Manifest">What it is.</param>
public sealed record Image(Digest Digest, ImageManifest Manifest);

/// <summary>How far a build is.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Index">The step's place, from 0.</param>
/// <param name="Count">How many steps there are.</param>
/// <param name="Message">What is happening, one line.</param>
/// <param name="Fraction">How much of the step is done, 0 to 1; null when it cannot be known.</param>
/// <param name="Cached">The step's result was there already.</param>
public sealed record BuildProgress(string Step, int Index, int Count, string Message, double? Fraction = null, bool Cached = false)
{
    /// <summary>An estimate of the time left for the whole build, from earlier builds; null when there is none.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Set on the last report of a step: how long it took.</summary>
    public TimeSpan? Took { get; init; }
}

/// <summary>What the Images room offers the others.</summary>
public interface IImages
{
    /// <summary>All complete images, newest first.</summary>
    Task<IReadOnlyList<Image>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The image of that digest, or null.</summary>
    Task<Image?> FindAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>What <c>NAME</c>, <c>NAME@CHANNEL</c> or a digest means now (<c>NAME</c> alone and <c>NAME@stable</c> without a pointer: the newest build), or null.</summary>
    Task<Image?> ResolveAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Builds an image; steps whose inputs did not change come from the cache.</summary>
    /// <exception cref="ProblemException">A tool is missing or failed, or the disk is full.</exception>
    Task<Image> BuildAsync(Site site, string name, IProgress<BuildProgress> progress, CancellationToken cancellationToken);
}
