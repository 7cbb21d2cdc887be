using System.Text.Json.Serialization;

namespace Racklight.Mirrors.Caching;

/// <summary>What is written beside a cached file.</summary>
internal sealed record CacheNote
{
    /// <summary>Its address.</summary>
    public required Uri Url { get; init; }

    /// <summary>The name of the file with the bytes.</summary>
    public required string Data { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Names this version of the file to machines, as entity tag.</summary>
    public required Digest Tag { get; init; }

    /// <summary>Upstream's entity tag.</summary>
    public string? ETag { get; init; }

    /// <summary>Upstream's time of change.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Upstream's media type.</summary>
    public string? ContentType { get; init; }
}

/// <summary>A cached file.</summary>
internal sealed class CacheEntry(string key, CacheNote note, DateTimeOffset used)
{
    public string Key => key;

    public CacheNote Note => note;

    /// <summary>When a machine last asked for it.</summary>
    public DateTimeOffset Used { get; set; } = used;

    /// <summary>When that was last written to disk.</summary>
    public DateTimeOffset UsedOnDisk { get; set; } = used;

    /// <summary>When upstream last said that it is current.</summary>
    public DateTimeOffset Checked { get; set; }

    /// <summary>Answers that read it now: it is not evicted meanwhile.</summary>
    public int Readers { get; set; }

    /// <summary>True when another version took its place.</summary>
    public bool Gone { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CacheNote))]
internal sealed partial class CacheJson : JsonSerializerContext;
