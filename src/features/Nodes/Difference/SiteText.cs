using System.Security.Cryptography;
using System.Text;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Nodes.Difference;

/// <summary>Parts of a site as texts to compare.</summary>
internal static class SiteText
{
    private const int MostFiles = 2000;
    private const int LargestFile = 4 << 20;

    /// <summary>The menu's entries.</summary>
    public static IReadOnlyDictionary<string, string> Menu(Site site) => site.Menu.ToDictionary(static entry => entry.Key, static entry => ShownText.Of(entry.Value), StringComparer.Ordinal);

    /// <summary>The images' recipes, with the files beside them: a playbook's change is a change of the image.</summary>
    public static IReadOnlyDictionary<string, string> Images(Site site)
        => site.Images.ToDictionary(static image => image.Key, image => ShownText.Of(image.Value) + Files(site.Files, "images/" + image.Key), StringComparer.Ordinal);

    /// <summary>What an entry's name stands for; null when the word is no entry's.</summary>
    public static string? Target(Site site, string boots)
        => boots is not ("local" or "menu") && site.Menu.TryGetValue(boots, out var entry) ? entry.Boots ?? "its recipe" : null;

    private static string Files(ISiteFiles files, string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var left = MostFiles;
        Add(files, folder, hash, ref left);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Add(ISiteFiles files, string folder, IncrementalHash hash, ref int left)
    {
        foreach (var entry in files.List(folder, left))
        {
            if (--left < 0) return;
            var path = $"{folder}/{entry.Name}";
            hash.AppendData(Encoding.UTF8.GetBytes(path + "\0"));
            if (entry.IsDirectory && files.KindOf(path) == SiteEntryKind.Directory) Add(files, path, hash, ref left);
            else if (!entry.IsDirectory) hash.AppendData(Content(files, path));
        }
    }

    private static byte[] Content(ISiteFiles files, string path)
    {
        try
        {
            return SHA256.HashData(files.Read(path, LargestFile));
        }
        catch (BoundedFileException e)
        {
            // A link or a large file: its fault is what there is to compare.
            return Encoding.UTF8.GetBytes(e.Message);
        }
    }
}
