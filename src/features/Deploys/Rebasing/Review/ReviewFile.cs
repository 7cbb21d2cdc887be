using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;
using Racklight.Yaml.Schema;

namespace Racklight.Deploys.Rebasing.Review;

/// <summary>
/// The choices of a review, to be applied from a terminal (<c>deploy rebase --review</c>). It names what was reviewed and what came of it by digests, so
/// that neither another file nor another sample slips in; it holds no value.
/// </summary>
[Schema("The choices of a review")]
internal sealed record ReviewFile
{
    private const string DigestPattern = "[0-9a-f]{64}";
    private const string DigestWant = "64 hexadecimal digits";

    /// <summary>The release that the settings were for.</summary>
    [Schema("The release that the settings were for", MaxLength = 20)]
    public required string From { get; init; }

    /// <summary>The release that they are for now.</summary>
    [Schema("The release that they are for now", MaxLength = 20)]
    public required string To { get; init; }

    /// <summary>SHA-256 of globals.yml as it was reviewed.</summary>
    [Schema("SHA-256 of globals.yml as it was reviewed", Pattern = DigestPattern, Want = DigestWant)]
    public required string Before { get; init; }

    /// <summary>SHA-256 of globals.yml as it was shown to become.</summary>
    [Schema("SHA-256 of globals.yml as it was shown to become", Pattern = DigestPattern, Want = DigestWant)]
    public required string After { get; init; }

    /// <summary>Settings that go back to the default, by their new names.</summary>
    [Schema("Settings that go back to the default, by their new names", MaxLength = 200)]
    public IReadOnlyList<string> TakeOut { get; init; } = [];

    /// <summary>The digest of a file.</summary>
    public static string DigestOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads one.</summary>
    /// <exception cref="ProblemException">It cannot be read, or is none.</exception>
    public static ReviewFile Read(string path)
    {
        var document = YamlReader.Read(PlainFile.Read(path));
        var reading = SchemaReader.Read(document, JsonSchema.Of(SchemaExport.Of(ReviewJson.Default.ReviewFile)));
        var faults = document.Faults.Concat(reading.Faults).Select(fault => new Problem(fault.Message) { File = path, Line = fault.Mark.Line, Column = fault.Mark.Column, Source = document.Line(fault.Mark.Line), Hint = fault.Hint }).ToList();
        return faults.Count == 0 && reading.Value is not null ? reading.Value.Deserialize(ReviewJson.Default.ReviewFile)! : throw new ProblemException(faults);
    }

    /// <summary>Makes sure that a file is the one which was reviewed.</summary>
    /// <exception cref="ProblemException">It is not.</exception>
    public void RequireBefore(string path, byte[] bytes)
    {
        if (DigestOf(bytes) != Before) throw new ProblemException(new Problem("this is not the file that was reviewed: it has changed since, or is another") { File = path, Hint = "name its directory with --config, or review it anew" }, ExitCodes.NotSo);
    }

    /// <summary>Makes sure that a file becomes what was shown.</summary>
    /// <exception cref="ProblemException">It would not.</exception>
    public void RequireAfter(string path, byte[] bytes)
    {
        if (DigestOf(bytes) != After) throw new ProblemException(new Problem("it would not become what was reviewed: the samples here are not those of the review") { File = path, Hint = "--old-sample and --new-sample of the same versions as on the server; nothing was written" }, ExitCodes.NotSo);
    }

    /// <summary>The file's text.</summary>
    /// <param name="settings">The path of the settings, for who reads it.</param>
    public string Write(string settings)
    {
        var text = new StringBuilder($"# A review of {settings}. In the site's directory: racklight deploy rebase --config DIR --review THIS-FILE\n");
        foreach (var (key, value) in new[] { ("from", From), ("to", To), ("before", Before), ("after", After) }) text.Append($"{key}: \"{value}\"\n");
        text.Append(TakeOut.Count == 0 ? "take-out: []\n" : "take-out:\n");
        foreach (var key in TakeOut) text.Append($"  - {YamlValueText.Of(key)}\n");
        return text.ToString();
    }
}

/// <summary>Source-generated JSON of reviews.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReviewFile))]
internal sealed partial class ReviewJson : JsonSerializerContext;
