using System.Formats.Tar;
using System.Text.Json;
using Racklight.Mirrors.Keeping;

namespace Racklight.Mirrors.Bundles;

/// <summary>Writes mirrored files as one tar, streamed: for rooms that no network reaches.</summary>
internal static class BundleWriter
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a bundle to a file: whole or not at all; <c>-</c> is standard output.</summary>
    /// <exception cref="ProblemException">Nothing is mirrored, a file is missing or damaged, or the disk failed.</exception>
    public static async Task<BundleResult> WriteAsync(MirrorPlace place, IReadOnlyList<MirrorRecord> records, string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (records.Count == 0) throw new ProblemException("nothing of that is mirrored", "racklight menu mirror, then --report", ExitCodes.NotSo);
        if (records.FirstOrDefault(record => !place.Has(record)) is { } gone) throw new ProblemException($"the file of {Fetching.WebSource.Show(gone.Url)} is missing from the store", "racklight menu mirror --verify", ExitCodes.NotSo);
        if (file == "-")
        {
            await using var output = Console.OpenStandardOutput();
            return await WriteAsync(place, records, output, clock, cancellationToken);
        }
        var temporary = file + ".part";
        try
        {
            BundleResult result;
            await using (var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                result = await WriteAsync(place, records, output, clock, cancellationToken);
                output.Flush(flushToDisk: true);
            }
            File.Move(temporary, file, overwrite: true);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot write {file}: {e.Message}", null, ExitCodes.Outside, e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<BundleResult> WriteAsync(MirrorPlace place, IReadOnlyList<MirrorRecord> records, Stream output, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new BundleManifest { Version = BundleManifest.Current, Written = now, Records = records }, MirrorJson.Default.BundleManifest);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BundleManifest.Name) { Mode = Mode, ModificationTime = now, DataStream = new MemoryStream(manifest) }, cancellationToken);
        var (files, bytes) = (0, 0L);
        foreach (var digest in records.Select(static record => record.Digest).Distinct())
        {
            await using var content = place.Artifacts.Open(digest) ?? throw new IOException($"{digest} vanished from the store");
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BundleManifest.NameOf(digest)) { Mode = Mode, ModificationTime = now, DataStream = content }, cancellationToken);
            files++;
            bytes += content.Length;
        }
        return new BundleResult(records.Count, files, bytes);
    }
}
