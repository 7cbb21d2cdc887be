using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Images.Commands;

/// <summary>An image as the commands print it.</summary>
internal sealed record ImageView(string Name, string Digest, DateTimeOffset Built, string Base, string? Commit, string Kernel, long KernelSize, long InitrdSize, long RootfsSize,
    long UnpackedSize, string RootfsDigest, IReadOnlyList<string> Arguments, IReadOnlyList<string> Persist, IReadOnlyDictionary<string, string> Tools)
{
    /// <summary>Every package with its version; only <c>show</c> prints them.</summary>
    public IReadOnlyDictionary<string, string>? Packages { get; init; }

    public static ImageView Of(Image image) => new(image.Manifest.Name, image.Digest.Hex, image.Manifest.Built, image.Manifest.Base, image.Manifest.Commit, image.Manifest.KernelRelease,
        image.Manifest.Kernel.Size, image.Manifest.Initrd.Size, image.Manifest.Rootfs.Size, image.Manifest.UnpackedSize, image.Manifest.Rootfs.Digest.Hex, image.Manifest.Arguments, image.Manifest.Persist, image.Manifest.Tools);
}

/// <summary>What <c>gc</c> prints.</summary>
internal sealed record SweepView(int Images, int Files, int Steps, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageView))]
[JsonSerializable(typeof(IReadOnlyList<ImageView>))]
[JsonSerializable(typeof(SweepView))]
internal sealed partial class ImageViewJson : JsonSerializerContext;
