using System.Text;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking;

/// <summary>A file of the repository, or a member of an archive in it, with what its checks share.</summary>
/// <param name="Path">Relative to the repository; <c>backup.tar!member</c> for members.</param>
/// <param name="Bytes">What it holds; the first part of a large one.</param>
internal sealed record RepositoryFile(string Path, byte[] Bytes)
{
    /// <summary>How much of a file is looked at, in bytes.</summary>
    public const int MostBytes = 4 << 20;

    private static readonly YamlLimits Limits = new() { Foreign = true, Bytes = MostBytes };
    private readonly Lazy<string?> _text = new(() => Decoded(Bytes));
    private readonly Lazy<PlacedFile> _yaml = new(() => new PlacedFile(Path, YamlReader.Read(Bytes, Limits)));

    /// <summary>True when it may be run.</summary>
    public bool Executable { get; init; }

    /// <summary>Its name without directories.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Its directory, <c>.</c> for the repository's own.</summary>
    public string Directory => Path.LastIndexOf('/') is var at and > 0 ? Path[..at] : ".";

    /// <summary>Its text, or null when it is binary.</summary>
    public string? Text => _text.Value;

    /// <summary>True for a name that ends in <c>.yml</c> or <c>.yaml</c>.</summary>
    public bool IsYaml => Path.EndsWith(".yml", StringComparison.Ordinal) || Path.EndsWith(".yaml", StringComparison.Ordinal);

    /// <summary>Its tree.</summary>
    public PlacedFile Yaml => _yaml.Value;

    /// <summary>The tree's root as a value with places, or null when it holds no mapping.</summary>
    public PlacedNode? Root => Yaml.Document.Root is YamlMapping root ? PlacedNode.Of(Yaml, root) : null;

    /// <summary>A finding in it.</summary>
    public Finding Found(string rule, YamlMark mark, string message, string? instead = null, Severity severity = Severity.Error, string? why = null)
        => new(rule, Path, message) { Severity = severity, Line = mark.Line, Column = mark.Column, Instead = instead, Why = why };

    private static string? Decoded(byte[] bytes)
    {
        // A NUL in the first part is what git, too, takes for binary.
        if (bytes.AsSpan(0, Math.Min(bytes.Length, 8000)).Contains((byte)0)) return null;
        return Encoding.UTF8.GetString(bytes);
    }
}
