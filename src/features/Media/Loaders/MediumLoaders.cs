using System.Text;
using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Ipxe;

namespace Racklight.BootMedia.Loaders;

/// <summary>How an EFI loader comes to the medium's script.</summary>
internal enum ScriptWay
{
    /// <summary>It looks for <c>autoexec.ipxe</c> by itself.</summary>
    Autoexec,

    /// <summary>It is started by the set's shim (Secure Boot), and looks for <c>autoexec.ipxe</c> by itself.</summary>
    ShimAutoexec,

    /// <summary>It is too old for that: a command is put into it (<see cref="Scriptlet"/>).</summary>
    Scriptlet,
}

/// <summary>What goes onto a medium from a bootloader set.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Version">The version of its iPXE, where a file tells it.</param>
/// <param name="Bios">iPXE as a kernel, for BIOS.</param>
/// <param name="Way">How the 64-bit x86 EFI loader comes to the script.</param>
/// <param name="Efi">The files of EFI/BOOT.</param>
/// <param name="Capabilities">What all of them can.</param>
internal sealed record MediumLoaders(string Set, string? Version, byte[] Bios, ScriptWay Way, IReadOnlyDictionary<string, byte[]> Efi, IpxeCapabilities Capabilities)
{
    /// <summary>The script's name on every medium: the one that newer iPXE looks for.</summary>
    public const string ScriptName = "autoexec.ipxe";

    private const string Shim = "shimx64.efi";
    private const int MaximumLength = 16 * 1024 * 1024;
    private static readonly string[] X64 = ["ipxe.efi", "ipxe-x86_64.efi", "snp.efi", "snp-x86_64.efi"];
    private static readonly string[] Arm64 = ["ipxe-arm64.efi", "snp-arm64.efi"];

    /// <summary>Picks the files of a set. Loaders for one card only (<c>snponly.efi</c>) find none when they are started from a disk.</summary>
    /// <exception cref="ProblemException">The set lacks a file that is needed, or has an old loader that a script cannot be put into.</exception>
    public static MediumLoaders Of(BootloaderSet set)
    {
        var bios = Read(set, "ipxe.lkrn") ?? throw Missing(set, "ipxe.lkrn", "BIOS machines");
        var name = X64.FirstOrDefault(file => Path(set, file) is not null) ?? throw Missing(set, string.Join(" or ", X64), "UEFI machines");
        var loader = Read(set, name)!;
        var efi = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var looks = LooksForScript(loader) || set.Capabilities(IpxePlatform.Efi).Has(IpxeFeature.Autoexec);
        ScriptWay way;
        if (looks && name == "ipxe.efi" && Read(set, Shim) is { } shim)
        {
            way = ScriptWay.ShimAutoexec;
            efi["BOOTX64.EFI"] = shim;
            // The name that iPXE's shim starts, from beside itself.
            efi["IPXE.EFI"] = loader;
        }
        else
        {
            way = looks ? ScriptWay.Autoexec : ScriptWay.Scriptlet;
            efi["BOOTX64.EFI"] = looks ? loader : WithScriptlet(set, name, loader);
        }
        if (Arm64.Select(arm => Read(set, arm)).FirstOrDefault(bytes => bytes is not null && LooksForScript(bytes)) is { } arm64) efi["BOOTAA64.EFI"] = arm64;
        return new MediumLoaders(set.Name, set.Find(name)?.Version?.Text ?? set.Version?.Text, bios, way, efi, Common(set));
    }

    /// <summary>The name stands in every loader that looks for it, since it is what it asks the firmware for.</summary>
    internal static bool LooksForScript(ReadOnlySpan<byte> loader)
        => loader.IndexOf(Encoding.ASCII.GetBytes(ScriptName)) >= 0 || loader.IndexOf(Encoding.Unicode.GetBytes(ScriptName)) >= 0;

    private static byte[] WithScriptlet(BootloaderSet set, string name, byte[] loader)
    {
        try
        {
            return Scriptlet.PutInto(loader, $"chain file:/{ScriptName} || shell");
        }
        catch (FormatException e)
        {
            throw new ProblemException(
                $"{System.IO.Path.Combine(set.Directory, name)} is too old to look for a script beside itself, and one cannot be put into it: {e.Message}",
                "use a bootloader set with iPXE of 2021 or later (--bootloaders DIR), or the distribution's package ipxe as it was installed", ExitCodes.Outside, e);
        }
    }

    /// <summary>The script is one for both firmwares.</summary>
    private static IpxeCapabilities Common(BootloaderSet set)
    {
        var efi = set.Capabilities(IpxePlatform.Efi);
        var bios = set.Capabilities(IpxePlatform.Bios);
        return IpxeCapabilities.Oldest.With(efi.Features.Where(bios.Has));
    }

    // The distribution's set lists what firmware fetches; ipxe.lkrn beside it is for disks.
    private static string? Path(BootloaderSet set, string name)
        => set.Find(name)?.Path ?? (File.Exists(System.IO.Path.Combine(set.Directory, name)) ? System.IO.Path.Combine(set.Directory, name) : null);

    private static byte[]? Read(BootloaderSet set, string name)
    {
        if (Path(set, name) is not { } path) return null;
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length is 0 or > MaximumLength) throw new ProblemException($"{path} has {file.Length} bytes: that is no iPXE", "look what it is", ExitCodes.Outside);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot read {path}: {e.Message}", "make it readable for the user that makes the medium", ExitCodes.Outside, e);
        }
    }

    private static ProblemException Missing(BootloaderSet set, string file, string whom)
        => new($"the bootloader set {set.Name} ({set.Directory}) has no {file}, which {whom} need", set.Directory == BootloaderSet.DefaultDirectory ? "apt-get install --reinstall ipxe" : "add it: it is part of every build of iPXE, and of the package ipxe", ExitCodes.Outside);
}
