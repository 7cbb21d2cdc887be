using System.Collections.Concurrent;
using System.Text.Json;

namespace Racklight.Images.Storage;

/// <summary>
/// The complete images of this server: one small file each, named by the manifest's digest, holding the build results that the image was made of
/// (so that <c>gc</c> knows what to keep). It is written last, so an image that is listed is whole.
/// </summary>
internal sealed class ImageCatalog(string directory, IArtifacts artifacts)
{
    private readonly ConcurrentDictionary<Digest, Image> _known = new();

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<Image> List() => [.. Listed().Where(IsWhole)];

    /// <summary>The newest image of that name, or null. Asked for with every boot script: the parts of the others are not looked at.</summary>
    public Image? Newest(string name) => Listed().Where(image => image.Manifest.Name == name).FirstOrDefault(IsWhole);

    /// <summary>The image of that digest with all its parts present, or null.</summary>
    public Image? Find(Digest digest) => File.Exists(Entry(digest)) && Read(digest) is { } image && IsWhole(image) ? image : null;

    private List<Image> Listed()
    {
        if (!Directory.Exists(directory)) return [];
        var images = new List<Image>();
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            if (Digest.TryParse(Path.GetFileName(file), out var digest) && Read(digest) is { } image) images.Add(image);
        }
        images.Sort(static (a, b) => b.Manifest.Built != a.Manifest.Built ? b.Manifest.Built.CompareTo(a.Manifest.Built) : string.CompareOrdinal(a.Digest.Hex, b.Digest.Hex));
        return images;
    }

    private Image? Read(Digest digest)
    {
        if (!_known.TryGetValue(digest, out var image))
        {
            if (artifacts.PathOf(digest) is not { } path) return null;
            try
            {
                var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), ImageJson.Default.ImageManifest);
                if (manifest is null) return null;
                image = new Image(digest, manifest);
            }
            catch (Exception e) when (e is JsonException or IOException)
            {
                return null;
            }
            _known[digest] = image;
        }
        return image;
    }

    /// <summary>Lists an image whose manifest and parts are in the store.</summary>
    public void Add(Digest digest, IEnumerable<string> steps)
    {
        Directory.CreateDirectory(directory);
        var temporary = Entry(digest) + ".new";
        File.WriteAllLines(temporary, steps);
        File.Move(temporary, Entry(digest), overwrite: true);
    }

    /// <summary>The build results that an image was made of: <c>chroot/HASH</c>.</summary>
    public IReadOnlyList<string> StepsOf(Digest digest) => File.Exists(Entry(digest)) ? File.ReadAllLines(Entry(digest)) : [];

    public void Remove(Digest digest)
    {
        File.Delete(Entry(digest));
        _known.TryRemove(digest, out _);
    }

    public static IEnumerable<ImagePart> Parts(Image image) => [image.Manifest.Kernel, image.Manifest.Initrd, image.Manifest.Rootfs];

    private bool IsWhole(Image image) => Parts(image).All(IsThere);

    private bool IsThere(ImagePart part) => artifacts.PathOf(part.Digest) is { } path && new FileInfo(path).Length == part.Size;

    private string Entry(Digest digest) => Path.Combine(directory, digest.Hex);
}
