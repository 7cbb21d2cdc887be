using System.Formats.Tar;
using System.Text.Json;
using Racklight.Mirrors.Keeping;

namespace Racklight.Mirrors.Bundles;

/// <summary>
/// Reads a bundle, streamed. Nothing in it is trusted: a name that the manifest does not list, another kind of tar entry, another size or another digest
/// ends the import. An entry appears only after its file is whole and has its digest.
/// </summary>
internal static class BundleReader
{
    private const int MostRecords = 100_000;

    /// <summary>Reads a bundle from a file; <c>-</c> is standard input.</summary>
    /// <exception cref="ProblemException">It is no bundle, or not what it says, or there is no room.</exception>
    public static async Task<BundleResult> ReadAsync(MirrorPlace place, string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = file == "-" ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
            await using var tar = new TarReader(input);
            return await ReadAsync(place, tar, file, clock, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or NotSupportedException)
        {
            throw Bad(file, $"it is damaged or cut off ({e.Message})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot read {file}: {e.Message}", null, ExitCodes.Outside, e);
        }
    }

    private static async Task<BundleResult> ReadAsync(MirrorPlace place, TarReader tar, string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        var records = await ManifestAsync(tar, file, cancellationToken);
        var waiting = records.GroupBy(static record => record.Digest).ToDictionary(static group => group.Key, static group => group.ToArray());
        var needed = waiting.Values.Where(group => !place.Artifacts.Exists(group[0].Digest)).Sum(static group => group[0].Size);
        if (Space.Free(place.Root) is { } free && needed > free)
            throw new ProblemException($"no space for {file}: {Space.Show(needed)} are needed in {place.State}, {Space.Show(free)} are free", "free some space there, or keep state elsewhere: --state DIR", ExitCodes.Outside);
        var (files, bytes) = (0, 0L);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw Bad(file, $"{Shown(entry.Name)} is a {entry.EntryType}, and a bundle holds plain files only");
            if (!entry.Name.StartsWith("artifacts/", StringComparison.Ordinal) || !Digest.TryParse(entry.Name["artifacts/".Length..], out var digest) || entry.Name != BundleManifest.NameOf(digest)) throw Bad(file, $"{Shown(entry.Name)} is no name of a file in a bundle");
            if (!waiting.Remove(digest, out var group)) throw Bad(file, $"{Shown(entry.Name)} is not in its manifest, or is there twice");
            if (entry.Length != group[0].Size) throw Bad(file, $"{Shown(entry.Name)} has {entry.Length:N0} bytes, its manifest says {group[0].Size:N0}");
            try
            {
                await place.Artifacts.PutAsync(entry.DataStream ?? Stream.Null, digest, cancellationToken);
            }
            catch (ProblemException e) when (!place.Artifacts.Exists(digest))
            {
                throw Bad(file, e.Problems[0].Message, e);
            }
            foreach (var record in group) Keep(place, record, clock);
            files++;
            bytes += entry.Length;
        }
        if (waiting.Count > 0) throw Bad(file, $"{waiting.Count} of {waiting.Count + files} files are missing from it; those before were imported");
        return new BundleResult(records.Count, files, bytes);
    }

    private static async Task<IReadOnlyList<MirrorRecord>> ManifestAsync(TarReader tar, string file, CancellationToken cancellationToken)
    {
        var first = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        if (first is not { Name: BundleManifest.Name, EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } data }) throw Bad(file, $"it does not begin with {BundleManifest.Name}");
        if (first.Length > BundleManifest.Largest) throw Bad(file, $"its manifest is larger than {Space.Show(BundleManifest.Largest)}");
        BundleManifest? manifest;
        try
        {
            manifest = await JsonSerializer.DeserializeAsync(data, MirrorJson.Default.BundleManifest, cancellationToken);
        }
        catch (JsonException e)
        {
            throw Bad(file, "its manifest cannot be read: " + e.Message, e);
        }
        if (manifest is null || manifest.Version != BundleManifest.Current) throw Bad(file, $"it has form {manifest?.Version}, this program reads {BundleManifest.Current}");
        if (manifest.Records.Count > MostRecords) throw Bad(file, $"it has more than {MostRecords:N0} entries");
        foreach (var record in manifest.Records)
        {
            if (!record.Url.IsAbsoluteUri || record.Url.Scheme is not ("http" or "https") || record.Url.UserInfo.Length > 0 || record.Size < 0 || record.Url.AbsoluteUri.Length > 4096
                || record.Entries.Count > 1000 || record.Entries.Append(record.Role).Append(record.Why).Any(static text => text.Length > 1000 || text.Any(char.IsControl)))
                throw Bad(file, $"its entry for {Shown(record.Url.OriginalString)} is not one that this program writes");
        }
        return manifest.Records;
    }

    /// <summary>What this mirror fetched itself stays; what both have gets the entries of both.</summary>
    private static void Keep(MirrorPlace place, MirrorRecord record, TimeProvider clock)
    {
        var old = place.Index.Find(record.Url);
        place.Index.Write(record with { Fetched = clock.GetUtcNow(), Entries = [.. record.Entries.Concat(old?.Entries ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] });
        if (old is not null && old.Digest != record.Digest) place.Release(old.Digest);
    }

    private static string Shown(string text) => Fetching.WebSource.Printable(text, 120);

    private static ProblemException Bad(string file, string why, Exception? inner = null)
        => new($"{file} is refused: {why}", "write it again with racklight menu mirror --export, and compare the copies", ExitCodes.Usage, inner);
}
