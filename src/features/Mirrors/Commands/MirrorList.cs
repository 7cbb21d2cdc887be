using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Mirrors.Commands;

/// <summary>A YAML list of files to mirror: what a site needs beyond the catalog.</summary>
[Schema("Files to mirror")]
internal sealed record MirrorListFile
{
    /// <summary>The files.</summary>
    [Schema("The files")]
    public required IReadOnlyList<MirrorListItem> Files { get; init; }
}

/// <summary>A file of the list.</summary>
[Schema("A file to mirror")]
internal sealed record MirrorListItem
{
    /// <summary>The menu entry that needs it.</summary>
    [Schema("The menu entry that needs it", Pattern = "[a-z0-9][a-z0-9.-]*", Want = "a name of small letters, digits, dots and hyphens", MaxLength = 100, Example = "debian-12")]
    public required string Entry { get; init; }

    /// <summary>What for.</summary>
    [Schema("What it is to the entry", Default = "file", Pattern = "[a-z0-9][a-z0-9.-]*", Want = "a word such as kernel", MaxLength = 40, Example = "kernel")]
    public string Role { get; init; } = "file";

    /// <summary>Whose machines need it.</summary>
    [Schema("The architecture whose machines need it; without it all do", Example = "amd64", Choices = ["amd64", "arm64", "i386", "riscv64"])]
    public string? Arch { get; init; }

    /// <summary>Where it is.</summary>
    [Schema("Where it is", Pattern = "https?://[^\\s@]+", Want = "an http or https address without credentials", MaxLength = 2048, Example = "https://mirror.example.org/vmlinuz")]
    public required string Url { get; init; }

    /// <summary>Bytes.</summary>
    [Schema("Its size in bytes")]
    public long? Size { get; init; }

    /// <summary>The digest.</summary>
    [Schema("Its SHA-256", Pattern = "[0-9A-Fa-f]{64}", Want = "64 hexadecimal digits")]
    public string? Sha256 { get; init; }

    /// <summary>Checksum files.</summary>
    [Schema("Upstream's checksum files: the first lists the file, each next one lists the one before", Pattern = "https?://[^\\s@]+", Want = "an http or https address without credentials", MaxLength = 2048)]
    public IReadOnlyList<string> Checksums { get; init; } = [];

    /// <summary>The signature.</summary>
    [Schema("The address of a detached signature, or inline when the last checksum file carries it", Pattern = "inline|https?://[^\\s@]+", Want = "inline, or an http or https address", MaxLength = 2048)]
    public string? Signature { get; init; }

    /// <summary>What is signed.</summary>
    [Schema("What is signed: the last of the checksum files, or the file itself", Default = "checksums", Choices = ["checksums", "file"])]
    public string Signs { get; init; } = "checksums";

    /// <summary>The keyring.</summary>
    [Schema("A keyring in /usr/share/keyrings by its name, or a file of the site", MaxLength = 200, Example = "debian-archive-keyring.gpg")]
    public string? Keyring { get; init; }
}

/// <summary>Reads such a list.</summary>
internal sealed class MirrorList(IReadOnlyList<(MirrorFile File, Architecture? Architecture)> files) : IMirrorSource
{
    private static readonly Lazy<JsonSchema> Rules = new(static () => JsonSchema.Of(SchemaExport.Of(MirrorListJson.Default.MirrorListFile)));

    /// <summary>Reads a list.</summary>
    /// <exception cref="ProblemException">It is faulty; all faults at once, with their positions.</exception>
    public static MirrorList Read(string file)
    {
        YamlDocument document;
        try
        {
            document = YamlReader.Read(BoundedFile.Read(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFullPath(file), 8 << 20));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException($"cannot read {file}: {e.Message}");
        }
        var reading = SchemaReader.Read(document, Rules.Value);
        var problems = document.Faults.Concat(reading.Faults).Select(fault => new Problem(fault.Message) { File = file, Line = fault.Mark.Line, Column = fault.Mark.Column, Source = document.Line(fault.Mark.Line), Hint = fault.Hint }).ToList();
        var list = reading.Value is null || problems.Count > 0 ? null : JsonSerializer.Deserialize(reading.Value, MirrorListJson.Default.MirrorListFile);
        if (list is null) throw new ProblemException(problems.Count > 0 ? problems : [new Problem("it holds no list of files") { File = file }]);
        foreach (var item in list.Files)
        {
            if ((item.Signature is null) != (item.Keyring is null)) problems.Add(new Problem($"{item.Entry} {item.Role}: signature and keyring go together") { File = file });
            else if (item.Signature == "inline" && (item.Signs == "file" || item.Checksums.Count == 0)) problems.Add(new Problem($"{item.Entry} {item.Role}: only a checksum file can be signed inline") { File = file });
            else if (item.Signature is not null && item.Signs == "checksums" && item.Checksums.Count == 0) problems.Add(new Problem($"{item.Entry} {item.Role}: there are no checksums to be signed; say `signs: file`?") { File = file });
        }
        if (problems.Count > 0) throw new ProblemException(problems);
        return new MirrorList([.. list.Files.Select(static item => (Of(item), item.Arch is null ? null : ArchitectureName.Parse(item.Arch)))]);
    }

    public Task<IReadOnlyList<MirrorFile>> ListAsync(IReadOnlyList<string> entries, Architecture? architecture, CancellationToken cancellationToken)
    {
        var unknown = entries.Where(entry => files.All(file => file.File.Entry != entry)).ToArray();
        if (unknown.Length > 0)
        {
            var meant = NearestWord.Of(unknown[0], files.Select(static file => file.File.Entry));
            throw new ProblemException($"the list has no entry {unknown[0]}{(meant is null ? "" : $", did you mean {meant}?")}");
        }
        return Task.FromResult<IReadOnlyList<MirrorFile>>([.. files.Where(file => (entries.Count == 0 || entries.Contains(file.File.Entry)) && (architecture is null || file.Architecture is null || file.Architecture == architecture)).Select(static file => file.File)]);
    }

    private static MirrorFile Of(MirrorListItem item) => new(item.Entry, item.Role, new Uri(item.Url))
    {
        Size = item.Size,
        Sha256 = item.Sha256 is null ? null : Digest.Parse(item.Sha256),
        Checksums = [.. item.Checksums.Select(static url => new Uri(url))],
        Signature = item.Signature is null ? null : new MirrorSignature(item.Keyring!) { Url = item.Signature == "inline" ? null : new Uri(item.Signature), OfFile = item.Signs == "file" },
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MirrorListFile))]
internal sealed partial class MirrorListJson : JsonSerializerContext;
