using Racklight.BootMedia.Loaders;

namespace Racklight.Tests.BootMedia;

/// <summary>What these tests need of the host: missing here is a skip, missing in continuous integration a failure.</summary>
internal static class MediaTools
{
    private const string Loader = "/usr/lib/ipxe/ipxe.efi";

    public static byte[] OldLoader()
    {
        Require(File.Exists(Loader), $"{Loader} is missing: apt-get install ipxe");
        var bytes = File.ReadAllBytes(Loader);
        if (MediumLoaders.LooksForScript(bytes)) Assert.Skip("the distribution's ipxe looks for a script by itself");
        return bytes;
    }

    public static void Builders()
    {
        Require(File.Exists("/usr/lib/ipxe/ipxe.lkrn"), "apt-get install ipxe");
        foreach (var (file, package) in (IEnumerable<(string, string)>)
        [
            ("/usr/bin/xorriso", "xorriso"), ("/usr/bin/mcopy", "mtools"), ("/usr/sbin/mkfs.fat", "dosfstools"), ("/usr/lib/ISOLINUX/isolinux.bin", "isolinux"),
            ("/usr/lib/syslinux/mbr/gptmbr.bin", "syslinux-common"), ("/usr/bin/syslinux", "syslinux"), ("/usr/sbin/sfdisk", "fdisk"),
        ])
        {
            Require(File.Exists(file), $"{file} is missing: apt-get install {package}");
        }
    }

    public static void Require(bool there, string reason)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
