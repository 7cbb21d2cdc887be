using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Mirrors.Fetching;

/// <summary>What is known of a part: which version of the file it belongs to.</summary>
internal sealed record PartNote
{
    public required Uri Url { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public long? Total { get; init; }

    /// <summary>The boot of this machine in which the part was written: what was in memory only did not outlive another one.</summary>
    public string? Boot { get; init; }
}

/// <summary>A file that is being fetched: <c>HASH-OF-URL.part</c>, and beside it what version it is of.</summary>
internal sealed class PartFile
{
    private static readonly string? Boot = ReadBoot();
    private readonly string _note;

    public PartFile(string directory, Uri url)
    {
        Url = url;
        var name = Path.Combine(directory, Digest.Of(Encoding.UTF8.GetBytes(url.AbsoluteUri)).Hex);
        Place = name + ".part";
        _note = name + ".json";
    }

    public Uri Url { get; }

    /// <summary>Where the bytes are.</summary>
    public string Place { get; }

    public long Length => new FileInfo(Place) is { Exists: true } file ? file.Length : 0;

    /// <summary>What is noted of the part; null when there is no part that can be trusted to be of one version.</summary>
    public PartNote? Read()
    {
        try
        {
            var info = new FileInfo(_note);
            if (!info.Exists || info.Length > 16 << 10) return null;
            var note = JsonSerializer.Deserialize(File.ReadAllBytes(_note), PartJson.Default.PartNote);
            return note is not null && note.Url.AbsoluteUri == Url.AbsoluteUri ? note : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True when a crash of the machine cannot have lost bytes in the middle of the part.</summary>
    public static bool IsOfThisBoot(PartNote note) => Boot is not null && note.Boot == Boot;

    /// <summary>Notes the version before its first byte is written.</summary>
    public void Write(PartNote note)
    {
        var temporary = _note + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(note with { Boot = Boot }, PartJson.Default.PartNote));
        File.Move(temporary, _note, overwrite: true);
    }

    /// <summary>Forgets the part.</summary>
    public void Delete()
    {
        File.Delete(Place);
        File.Delete(_note);
    }

    /// <summary>Forgets the note, after the part itself went elsewhere.</summary>
    public void Close() => File.Delete(_note);

    private static string? ReadBoot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartNote))]
internal sealed partial class PartJson : JsonSerializerContext;
