namespace Racklight.Labs;

/// <summary>Makes the file behind a virtual disk.</summary>
internal static class MachineDisk
{
    private const long LargestDisk = 16L << 40;

    /// <summary>Makes the file, sparse, unless it is there already; tells whether it was made.</summary>
    /// <exception cref="ProblemException">The size is impossible, or the file cannot be made.</exception>
    public static bool Prepare(string path, long size)
    {
        if (File.Exists(path)) return false;
        if (size is <= 0 or > LargestDisk || size % 512 != 0)
            throw new ProblemException($"a disk cannot have {size} bytes", "a multiple of 512, at most 16 TiB");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.SetLength(size);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot make the disk {path}: {e.Message}", null, ExitCodes.Outside, e);
        }
    }
}
