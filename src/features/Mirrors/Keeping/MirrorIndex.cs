using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Mirrors.Keeping;

/// <summary>
/// What is mirrored: one small file for each address, renamed into place after its artifact is whole. So a reader in another process (the server)
/// never sees half of anything, and a crash loses at most the last file's entry.
/// </summary>
internal sealed class MirrorIndex
{
    private const int LargestRecord = 256 << 10;
    private readonly string _directory;

    /// <param name="directory">Where the entries lie.</param>
    public MirrorIndex(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
    }

    /// <summary>When an entry was last written or deleted: changes whenever the answers below may.</summary>
    public DateTime Changed => Directory.GetLastWriteTimeUtc(_directory);

    /// <summary>All whole entries, by address.</summary>
    public IReadOnlyList<MirrorRecord> All()
    {
        var records = new List<MirrorRecord>();
        foreach (var file in Directory.EnumerateFiles(_directory, "*.json"))
        {
            if (Read(file) is { } record) records.Add(record);
        }
        records.Sort(static (a, b) => string.CompareOrdinal(a.Url.AbsoluteUri, b.Url.AbsoluteUri));
        return records;
    }

    /// <summary>The entry of an address, or null.</summary>
    public MirrorRecord? Find(Uri url) => Read(FileOf(url));

    /// <summary>Writes an entry: whole or not at all, and still there after a power cut.</summary>
    public void Write(MirrorRecord record)
    {
        var file = FileOf(record.Url);
        var temporary = $"{file}.{Guid.NewGuid():N}.new";
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096))
        {
            JsonSerializer.Serialize(stream, record, MirrorJson.Default.MirrorRecord);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>Deletes an entry.</summary>
    public void Delete(Uri url) => File.Delete(FileOf(url));

    /// <summary>Deletes what a crash left; only under the mirror's lock.</summary>
    public void Sweep()
    {
        foreach (var file in Directory.EnumerateFiles(_directory, "*.new")) File.Delete(file);
    }

    private string FileOf(Uri url) => Path.Combine(_directory, Digest.Of(Encoding.UTF8.GetBytes(url.AbsoluteUri)).Hex + ".json");

    private static MirrorRecord? Read(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists || info.Length > LargestRecord) return null;
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), MirrorJson.Default.MirrorRecord);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>How entries and bundles are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(MirrorRecord))]
[JsonSerializable(typeof(Bundles.BundleManifest))]
[JsonSerializable(typeof(MirrorProgress))]
[JsonSerializable(typeof(MirrorRunNote))]
internal sealed partial class MirrorJson : JsonSerializerContext;
