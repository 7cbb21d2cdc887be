using System.Text.Json.Serialization;
using Racklight.Mirrors.Running;

namespace Racklight.Mirrors.Commands;

/// <summary>A mirrored file as the command prints it.</summary>
internal sealed record MirrorView(IReadOnlyList<string> Entries, string Role, string State, string Url, long? Bytes, string? Sha256, string Proof, string Why, string? Path)
{
    public static MirrorView Of(MirrorRecord record, string state)
        => new(record.Entries, record.Role, state, record.Url.AbsoluteUri, record.Size, record.Digest.Hex, Word(record.Proof), record.Why, record.Path);

    public static MirrorView Of(MirrorOutcome outcome) => outcome switch
    {
        { Fate: Fate.Failed, Record: { } old } => Of(old, "failed") with { Why = outcome.Problem!.Message + "; the version from before stays" },
        { Record: { } record } => Of(record, outcome.Fate == Fate.Fetched ? "fetched" : "kept"),
        _ => new([outcome.File.Entry], outcome.File.Role, "failed", outcome.File.Url.AbsoluteUri, null, null, Word(Mirrors.Proof.None), outcome.Problem!.Message, null),
    };

    private static string Word(Proof proof) => proof switch
    {
        Mirrors.Proof.Signature => "signature",
        Mirrors.Proof.Catalog => "catalog",
        Mirrors.Proof.Checksums => "checksums",
        _ => "none",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<MirrorView>))]
internal sealed partial class MirrorViewJson : JsonSerializerContext;
