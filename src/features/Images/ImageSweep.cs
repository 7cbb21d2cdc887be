using Racklight.Images.Building;
using Racklight.Images.Storage;

namespace Racklight.Images;

/// <summary>What a sweep deleted.</summary>
/// <param name="Images">Images that are listed no more.</param>
/// <param name="Files">Files of the artifact store.</param>
/// <param name="Steps">Build results.</param>
/// <param name="Bytes">Bytes of the artifact store that are free again.</param>
internal sealed record SweepResult(int Images, int Files, int Steps, long Bytes);

/// <summary><c>racklight image gc</c>: keeps the newest builds of each image and whatever a channel points to; the rest of this room's files go.</summary>
internal static class ImageSweep
{
    public static SweepResult Run(ImageService service, int keep, IReadOnlySet<Digest> pinned)
    {
        var images = service.Catalog.List();
        var kept = images.GroupBy(static image => image.Manifest.Name).SelectMany(group => group.Take(keep)).Concat(images.Where(image => pinned.Contains(image.Digest))).ToHashSet();
        var gone = images.Where(image => !kept.Contains(image)).ToArray();
        foreach (var image in gone) service.Catalog.Remove(image.Digest);

        // Only files that an image of ours named: the store may hold what other rooms put there.
        var needed = kept.SelectMany(Files).ToHashSet();
        var (files, bytes) = (0, 0L);
        foreach (var digest in gone.SelectMany(Files).Distinct().Where(digest => !needed.Contains(digest)))
        {
            if (service.Artifacts.PathOf(digest) is not { } path) continue;
            bytes += new FileInfo(path).Length;
            service.Artifacts.Delete(digest);
            files++;
        }
        return new SweepResult(gone.Length, files, SweepSteps(service.BuildDirectory, kept.SelectMany(image => service.Catalog.StepsOf(image.Digest)).ToHashSet()), bytes);
    }

    private static IEnumerable<Digest> Files(Image image) => ImageCatalog.Parts(image).Select(static part => part.Digest).Append(image.Digest);

    private static int SweepSteps(string root, HashSet<string> kept)
    {
        if (!Directory.Exists(root)) return 0;
        var count = 0;
        foreach (var step in Directory.EnumerateDirectories(root).Where(static directory => Path.GetFileName(directory) != "debs"))
        {
            foreach (var result in Directory.EnumerateDirectories(step))
            {
                var name = Path.GetFileName(result);
                if (!Digest.TryParse(name, out _) || kept.Contains($"{Path.GetFileName(step)}/{name}")) continue;
                // A build that runs now holds the lock of what it makes; what it made before is no older than the image it makes.
                using var held = FileLock.Try(result + ".lock");
                if (held is null) continue;
                Directory.Delete(result, recursive: true);
                File.Delete(result + ".lock");
                count++;
            }
        }
        return count;
    }
}
