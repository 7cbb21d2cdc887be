using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary><c>images/NAME/image.yaml</c>: how a live image is built.</summary>
[Schema("How a live image is built")]
public sealed record ImageFile
{
    /// <summary>Distribution and release: <c>debian/bookworm</c>.</summary>
    [Schema("Distribution and release", Pattern = "[a-z]+/[a-z0-9.]+", Want = "a distribution and its release such as debian/bookworm", Example = "debian/bookworm")]
    public required string Base { get; init; }

    /// <summary>The package mirror to build from; default: the building machine's own when it is the same distribution and release.</summary>
    [Schema("The package mirror to build from; default: the building machine's own when it is the same distribution and release")]
    public string? Mirror { get; init; }

    /// <summary>The apt sources inside the image: a mirror's URL; default: none.</summary>
    [Schema("The apt source inside the image: a mirror's URL; default: none")]
    public string? Apt { get; init; }

    /// <summary>Packages to install besides the base.</summary>
    [Schema("Packages to install besides the base", Pattern = Names.PackagePattern, Want = "a package name such as openssh-server, or name=version", MaxLength = 200)]
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>An Ansible playbook, relative to the image's directory, run once inside the chroot.</summary>
    [Schema("An Ansible playbook, relative to the image's directory, run once inside the chroot", Example = "playbook.yml")]
    public string? Playbook { get; init; }

    /// <summary>The kernel.</summary>
    [Schema("The kernel")]
    public KernelConfig Kernel { get; init; } = new();

    /// <summary>Absolute paths that outlive a reboot on the data disk.</summary>
    [Schema("Absolute paths that outlive a reboot on the data disk")]
    public IReadOnlyList<string> Persist { get; init; } = [];

    /// <summary>squashfs compression: <c>zstd:3</c> (default), <c>zstd:1</c> to <c>zstd:22</c>, <c>lz4</c>, <c>xz</c> or <c>gzip</c>.</summary>
    [Schema("squashfs compression", Default = "zstd:3", Pattern = "zstd:([1-9]|1[0-9]|2[0-2])|lz4|xz|gzip", Want = "a compression: zstd:1 to zstd:22, lz4, xz or gzip", Example = "zstd:3")]
    public string Compression { get; init; } = "zstd:3";
}

/// <summary>An image's kernel.</summary>
[Schema("An image's kernel")]
public sealed record KernelConfig
{
    /// <summary>The suffix of Debian's <c>linux-image-</c> package: <c>amd64</c> (default), <c>cloud-amd64</c>, <c>rt-amd64</c>.</summary>
    [Schema("The suffix of the linux-image- package: amd64, cloud-amd64, rt-amd64", Default = "amd64", Pattern = "[a-z0-9][a-z0-9.+-]*", Want = "a kernel flavour such as amd64", MaxLength = 64, Example = "amd64")]
    public string Flavour { get; init; } = "amd64";

    /// <summary>Arguments for the kernel command line.</summary>
    [Schema("Arguments for the kernel command line, one an item", Pattern = Names.ArgumentPattern, Want = "one kernel argument without spaces or quotes, such as console=ttyS0", MaxLength = 512)]
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
