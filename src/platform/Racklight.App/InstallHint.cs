namespace Racklight.App;

/// <summary>Which Debian package brings a program, so that "not installed" comes with its remedy.</summary>
public static class InstallHint
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["ansible-playbook"] = "ansible-core",
        ["ansible-vault"] = "ansible-core",
        ["dnsmasq"] = "dnsmasq-base",
        ["git"] = "git",
        ["gpgv"] = "gpgv",
        ["ip"] = "iproute2",
        ["mcopy"] = "mtools",
        ["mkfs.fat"] = "dosfstools",
        ["mksquashfs"] = "squashfs-tools",
        ["mmd"] = "mtools",
        ["mmdebstrap"] = "mmdebstrap",
        ["qemu-img"] = "qemu-utils",
        ["qemu-system-x86_64"] = "qemu-system-x86",
        ["openssl"] = "openssl",
        ["sfdisk"] = "fdisk",
        ["ssh"] = "openssh-client",
        ["ssh-keygen"] = "openssh-client",
        ["syslinux"] = "syslinux",
        ["unsquashfs"] = "squashfs-tools",
        ["xorriso"] = "xorriso",
    };

    /// <summary><c>apt-get install PACKAGE</c>, or null for a program that is not known here.</summary>
    public static string? For(string program) => Packages.TryGetValue(program, out var package) ? $"apt-get install {package}" : null;
}
