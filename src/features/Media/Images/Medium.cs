using System.Text;
using Racklight.BootMedia.Loaders;

namespace Racklight.BootMedia.Images;

/// <summary>What is put onto a medium.</summary>
/// <param name="Loaders">The bootloader set's files.</param>
/// <param name="Script">The script inside.</param>
/// <param name="Serial">True: the BIOS loader speaks on the first serial line too.</param>
internal sealed record Medium(MediumLoaders Loaders, string Script, bool Serial)
{
    private const string ReadMe = """
        Racklight start medium

        A machine that starts from this medium asks the site's server what to boot.
        autoexec.ipxe is the script; on a USB stick it may be changed in place.

        The loaders are iPXE (https://ipxe.org) and SYSLINUX (https://syslinux.org),
        both free software under the GNU General Public License, version 2 or later;
        their sources are those of the distribution or bootloader set that they came from.

        """;

    /// <summary>The script's bytes.</summary>
    public byte[] ScriptBytes => Encoding.ASCII.GetBytes(Script);

    /// <summary>The files of the EFI system partition.</summary>
    public SortedDictionary<string, byte[]> EfiFiles()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [MediumLoaders.ScriptName] = ScriptBytes,
            ["README.TXT"] = Encoding.ASCII.GetBytes(ReadMe.ReplaceLineEndings("\r\n")),
        };
        foreach (var (name, bytes) in Loaders.Efi) files["EFI/BOOT/" + name] = bytes;
        // A shim is a loader of its own with its own place; iPXE looks beside itself first.
        if (Loaders.Way == ScriptWay.ShimAutoexec) files["EFI/BOOT/" + MediumLoaders.ScriptName] = ScriptBytes;
        return files;
    }

    /// <summary>The configuration of ISOLINUX and SYSLINUX: iPXE as a kernel, with the script as its initrd.</summary>
    public byte[] SyslinuxConfiguration(string kernel, string script)
        => Encoding.ASCII.GetBytes($"{(Serial ? "SERIAL 0 115200\n" : "")}DEFAULT racklight\nPROMPT 0\nLABEL racklight\n  LINUX {kernel}\n  INITRD {script}\n");
}
