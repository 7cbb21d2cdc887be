using Racklight.BootMedia.Images;

namespace Racklight.BootMedia;

/// <summary>The two kinds of media.</summary>
internal enum MediumKind
{
    /// <summary>A CD image that is a disk image too.</summary>
    Iso,

    /// <summary>A disk image.</summary>
    Usb,
}

/// <summary>A medium that was made.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Kind"><c>iso</c> or <c>usb</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its digest: the same inputs give the same bytes.</param>
/// <param name="Firmware">What it starts on.</param>
/// <param name="Loader">The iPXE on it.</param>
/// <param name="Asks">Whom its script asks.</param>
internal sealed record MadeMedium(string File, string Kind, long Bytes, Digest Sha256, IReadOnlyList<string> Firmware, string Loader, string Asks);

/// <summary>Makes a medium and puts it where it was asked for: whole, or not at all.</summary>
internal static class MediaMaker
{
    /// <summary>Makes one.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="medium">What is on it.</param>
    /// <param name="asks">Whom its script asks, for the report.</param>
    /// <param name="file">Where it goes.</param>
    /// <param name="overwrite">False: a file that is there is left alone.</param>
    /// <param name="cancellationToken">Stops it; nothing is left.</param>
    /// <exception cref="ProblemException">A tool is missing or failed, or the file cannot be written.</exception>
    public static async Task<MadeMedium> MakeAsync(MediumKind kind, Medium medium, string asks, string file, bool overwrite, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(file);
        Check(target, overwrite);
        var work = Directory.CreateTempSubdirectory("racklight-medium-").FullName;
        var part = target + ".part";
        try
        {
            var made = kind == MediumKind.Iso ? await IsoImage.MakeAsync(medium, work, cancellationToken) : await UsbImage.MakeAsync(medium, work, cancellationToken);
            // Beside the target first: a rename within one file system is all or nothing.
            File.Copy(made, part, overwrite: true);
            Digest digest;
            await using (var stream = File.OpenRead(part)) digest = await Digest.OfAsync(stream, cancellationToken);
            File.Move(part, target, overwrite);
            return new MadeMedium(file, kind.ToString().ToLowerInvariant(), new FileInfo(target).Length, digest, Firmware(medium), "iPXE " + (medium.Loaders.Version ?? "of unknown version"), asks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot write {target}: {e.Message}", null, ExitCodes.Outside, e);
        }
        finally
        {
            File.Delete(part);
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Check(string target, bool overwrite)
    {
        if (Directory.Exists(target)) throw new ProblemException($"{target} is a directory", "name the file that is to be made");
        if (target.StartsWith("/dev/", StringComparison.Ordinal)) throw new ProblemException($"{target} is a device: media are made as files", $"make a file, then: dd if=FILE of={target} bs=4M conv=fsync");
        if (!Directory.Exists(Path.GetDirectoryName(target))) throw new ProblemException($"there is no directory {Path.GetDirectoryName(target)}", "make it first");
        if (File.Exists(target) && !overwrite) throw new ProblemException($"{target} exists", "another name, or --force to replace it");
    }

    private static string[] Firmware(Medium medium)
        => ["BIOS", .. medium.Loaders.Efi.ContainsKey("IPXE.EFI") ? (string[])["UEFI x64 with Secure Boot"] : ["UEFI x64"], .. medium.Loaders.Efi.ContainsKey("BOOTAA64.EFI") ? (string[])["UEFI arm64"] : []];
}
