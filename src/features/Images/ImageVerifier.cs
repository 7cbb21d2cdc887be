using Racklight.Images.Storage;

namespace Racklight.Images;

/// <summary>Reads an image's files again and compares their digests with the manifest's.</summary>
internal static class ImageVerifier
{
    /// <summary>What is wrong; empty when every byte is as it was built.</summary>
    public static async Task<IReadOnlyList<Problem>> CheckAsync(Image image, IArtifacts artifacts, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        foreach (var (name, digest) in ImageCatalog.Parts(image).Select(static part => (part.Name, part.Digest)).Append(("manifest", image.Digest)))
        {
            if (artifacts.PathOf(digest) is not { } path)
            {
                problems.Add(new Problem($"{name} {digest.Short} is missing") { Hint = $"racklight image build {image.Manifest.Name}" });
                continue;
            }
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
            var measured = await Digest.OfAsync(stream, cancellationToken);
            if (measured != digest)
                problems.Add(new Problem($"{name} is damaged: its bytes have the digest {measured.Short}, the manifest says {digest.Short}") { File = path, Hint = $"delete the file, then racklight image build {image.Manifest.Name}" });
        }
        return problems;
    }
}
