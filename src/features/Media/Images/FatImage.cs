using System.Globalization;

namespace Racklight.BootMedia.Images;

/// <summary>A FAT file system in a file, made with dosfstools and mtools.</summary>
internal static class FatImage
{
    private const int Unit = 1 << 20;
    private const string VolumeId = "524c4d31";

    /// <summary>Bytes that a file system for these files takes: with room for its tables, in whole MiB.</summary>
    public static long SizeFor(IEnumerable<long> files, long least)
    {
        var content = files.Sum(length => length + 4096) + Unit;
        return Math.Max(least, (content + Unit - 1) / Unit * Unit);
    }

    /// <summary>Makes it.</summary>
    /// <param name="directory">Where to work.</param>
    /// <param name="name">The file's name there.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="files">Paths with '/', and what is in them; at most two directories deep.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task MakeAsync(string directory, string name, long size, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        await using (var file = new FileStream(Path.Combine(directory, name), FileMode.CreateNew)) file.SetLength(size);
        // The number of clusters decides between FAT12 (at most 4,084) and FAT16, whatever the boot sector says: both must agree.
        string[] type = size >= 16 * Unit ? ["-F", "16", "-s", "4"] : size >= 8 * Unit ? ["-F", "16", "-s", "1"] : ["-F", "12", "-s", "4"];
        await Tools.RunAsync(directory, "mkfs.fat", ["--invariant", .. type, "-i", VolumeId, "-n", "RACKLIGHT", name], null, cancellationToken);
        var folders = files.Keys.SelectMany(Folders).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (folders.Count > 0) await Tools.RunAsync(directory, "mmd", ["-i", name, .. folders.Select(folder => "::/" + folder)], null, cancellationToken);
        var number = 0;
        foreach (var (path, bytes) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var part = string.Create(CultureInfo.InvariantCulture, $"{name}.{number++}");
            await Tools.WriteAsync(Path.Combine(directory, part), bytes, cancellationToken);
            await Tools.RunAsync(directory, "mcopy", ["-m", "-i", name, part, "::/" + path], null, cancellationToken);
            File.Delete(Path.Combine(directory, part));
        }
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1)) yield return path[..slash];
    }
}
