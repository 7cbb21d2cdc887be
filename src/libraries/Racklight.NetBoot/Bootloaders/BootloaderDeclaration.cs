using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.NetBoot.Ipxe;

namespace Racklight.NetBoot.Bootloaders;

/// <summary>What <c>bootloaders.json</c> in a set's directory may say; all of it optional, since most is found by looking.</summary>
internal sealed record BootloaderDeclaration
{
    public const string FileName = "bootloaders.json";
    private const int MaximumLength = 64 * 1024;

    /// <summary>The set's name; default: the directory's.</summary>
    public string? Name { get; init; }

    /// <summary>Platform word to file name.</summary>
    public IReadOnlyDictionary<string, string>? Loaders { get; init; }

    /// <summary>What the builds can beyond what their version proves: names of <see cref="IpxeFeature"/>, in any case.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Reads the file of a directory; an empty declaration when there is none.</summary>
    /// <exception cref="BootloaderSetException">Not JSON, unknown keys, too long, or unreadable.</exception>
    public static BootloaderDeclaration Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return new();
        try
        {
            if (new FileInfo(path).Length > MaximumLength) throw new BootloaderSetException($"{path} has more than {MaximumLength} bytes", "keep to name, loaders and features");
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), DeclarationJson.Default.BootloaderDeclaration)
                ?? throw new BootloaderSetException($"{path} is null", "write {} or delete it");
        }
        catch (JsonException e)
        {
            throw new BootloaderSetException($"{path}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: {e.Message}", "{ \"name\": …, \"loaders\": { \"efi-x64\": \"snponly.efi\" }, \"features\": [\"https\"] }", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BootloaderSetException($"cannot read {path}: {e.Message}", "make it readable for the user that the server runs as", e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(BootloaderDeclaration))]
internal sealed partial class DeclarationJson : JsonSerializerContext;
