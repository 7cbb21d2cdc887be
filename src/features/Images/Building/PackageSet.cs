using Racklight.Sites;

namespace Racklight.Images.Building;

/// <summary>What every live image needs besides what its image.yaml lists.</summary>
internal static class PackageSet
{
    // dracut-network needs arping and dhclient and brings them; curl is only a recommendation of it. fdisk has sfdisk, e2fsprogs mkfs.ext4.
    private static readonly string[] Base =
    [
        "systemd-sysv", "udev", "kmod", "dracut-core", "dracut-network", "iproute2", "curl", "ca-certificates",
        "openssh-server", "fdisk", "e2fsprogs", "zstd", "procps",
    ];

    /// <summary>All packages, sorted, each once.</summary>
    public static IReadOnlyList<string> For(ImageFile image)
    {
        IEnumerable<string> packages = [.. Base, .. image.Packages, "linux-image-" + image.Kernel.Flavour];
        // Ansible's modules are Python programs that run inside the tree.
        if (image.Playbook is not null) packages = packages.Append("python3").Append("python3-apt");
        return [.. packages.Distinct().Order(StringComparer.Ordinal)];
    }
}
