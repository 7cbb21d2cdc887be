namespace Racklight.Images.Storage;

/// <summary>A directory of files named by their digest. A name appears only by a rename of synced bytes, so what is there is whole.</summary>
internal sealed class DirectoryArtifacts(string directory) : IArtifacts
{
    public async Task<(Digest Digest, long Size)> TakeAsync(string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        Digest digest;
        long size;
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous))
        {
            digest = await Digest.OfAsync(stream, cancellationToken);
            size = stream.Length;
            stream.Flush(flushToDisk: true);
        }
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(file, Name(digest), overwrite: true);
        return (digest, size);
    }

    public string? PathOf(Digest digest) => File.Exists(Name(digest)) ? Name(digest) : null;

    public void Delete(Digest digest) => File.Delete(Name(digest));

    public IEnumerable<Digest> All()
    {
        if (!Directory.Exists(directory)) yield break;
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            if (Digest.TryParse(Path.GetFileName(file), out var digest)) yield return digest;
        }
    }

    private string Name(Digest digest) => Path.Combine(directory, digest.Hex);
}
