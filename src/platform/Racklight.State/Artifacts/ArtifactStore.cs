using System.Security.Cryptography;

namespace Racklight.State.Artifacts;

/// <summary>
/// Files named by their SHA-256, immutable: written to a temporary name, fsynced, renamed, and the directory fsynced, so that a file under its
/// name is whole whatever happened. <c>DIR/ab/abcdef…</c> holds artifacts; <c>DIR/incoming/</c> what is being written.
/// </summary>
public sealed class ArtifactStore
{
    private const int BufferSize = 1 << 20;
    private readonly string _directory;
    private readonly string _incoming;

    /// <summary>Opens or makes a store.</summary>
    /// <exception cref="ProblemException">The directory cannot be made.</exception>
    public ArtifactStore(string directory)
    {
        _directory = Path.GetFullPath(directory);
        _incoming = Path.Combine(_directory, "incoming");
        try
        {
            Directory.CreateDirectory(_incoming);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, "make the artifact store", null);
        }
    }

    /// <summary>Where an artifact lies or would lie. Its file must not be written to.</summary>
    public string PathOf(Digest digest) => Path.Combine(_directory, digest.Hex[..2], digest.Hex);

    /// <summary>True when the artifact is there, whole.</summary>
    public bool Exists(Digest digest) => File.Exists(PathOf(digest));

    /// <summary>Opens an artifact for reading; null when it is not there.</summary>
    public FileStream? Open(Digest digest)
    {
        try
        {
            return new FileStream(PathOf(digest), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Stores what a stream holds, to its end.</summary>
    /// <param name="content">Read once.</param>
    /// <param name="expected">When given, anything else is refused and nothing is kept.</param>
    /// <param name="cancellationToken">Gives up; nothing is kept.</param>
    /// <exception cref="ProblemException">No space (the message says how much is free), the disk failed, or the content is not the expected one.</exception>
    public async Task<Digest> PutAsync(Stream content, Digest? expected = null, CancellationToken cancellationToken = default)
    {
        var temporary = NewTemporary();
        long? length = content.CanSeek ? content.Length - content.Position : null;
        try
        {
            RequireSpace(length);
            Digest digest;
            await using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }))
            {
                digest = await CopyAsync(content, file, cancellationToken);
                file.Flush(flushToDisk: true);
            }
            if (expected is { } wanted && wanted != digest) throw new ProblemException($"the content has the digest {digest}, not {wanted}", "fetch it again; it was damaged or replaced on its way", ExitCodes.Outside);
            Settle(temporary, digest);
            return digest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, "store an artifact", length);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Stores a file by moving it here: linked and unlinked on the same file system, copied and deleted from another. The file must not be written to any more.</summary>
    /// <exception cref="ProblemException">No space, or the disk failed; the file is then still where it was.</exception>
    public async Task<Digest> MoveInAsync(string file, CancellationToken cancellationToken = default)
    {
        var digest = await LinkInAsync(file, cancellationToken);
        Remove(file);
        return digest;
    }

    /// <summary>Stores a file by a hard link on the same file system, by a copy from another. The file must not be written to as long as it is linked.</summary>
    /// <exception cref="ProblemException">No space, or the disk failed.</exception>
    public async Task<Digest> LinkInAsync(string file, CancellationToken cancellationToken = default)
    {
        var temporary = NewTemporary();
        try
        {
            Digest digest;
            await using (var content = new FileStream(file, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.SequentialScan }))
            {
                digest = await Digest.OfAsync(content, cancellationToken);
                if (Exists(digest)) return digest;
                content.Position = 0;
                if (!Posix.TryLink(file, temporary)) return await PutAsync(content, digest, cancellationToken);
                Posix.Sync(temporary);
            }
            Settle(temporary, digest);
            return digest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, $"store {file}", null);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>
    /// Stores a file whose digest the caller computed while writing it, so that a download is not read a second time: flushed, linked and unlinked on
    /// the same file system, copied (and then checked) from another. The file must not be written to any more.
    /// </summary>
    /// <exception cref="ProblemException">No space, or the disk failed; the file is then still where it was.</exception>
    public async Task AdoptAsync(string file, Digest digest, CancellationToken cancellationToken = default)
    {
        var temporary = NewTemporary();
        try
        {
            if (Posix.TryLink(file, temporary))
            {
                Posix.Sync(temporary);
                Settle(temporary, digest);
            }
            else
            {
                await using var content = new FileStream(file, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.SequentialScan });
                await PutAsync(content, digest, cancellationToken);
            }
            Remove(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, $"store {file}", null);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Deletes one artifact; nothing happens when it is not there. Whoever reads it now reads on.</summary>
    public void Delete(Digest digest) => Remove(PathOf(digest));

    /// <summary>Reads an artifact whole and compares; false when it is missing or damaged.</summary>
    public async Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken = default)
    {
        await using var file = Open(digest);
        return file is not null && await Digest.OfAsync(file, cancellationToken) == digest;
    }

    /// <summary>All artifacts with their sizes in bytes.</summary>
    public IEnumerable<(Digest Digest, long Size)> List()
    {
        foreach (var file in new DirectoryInfo(_directory).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
        {
            if (Digest.TryParse(file.Name, out var digest) && file.FullName == PathOf(digest)) yield return (digest, file.Length);
        }
    }

    /// <summary>Deletes what nothing refers to: artifacts that are not kept, and what was left half-written.</summary>
    /// <param name="keep">Artifacts that stay.</param>
    /// <param name="untouchedSince">Anything written later stays too: it may be part of work under way.</param>
    /// <returns>The number of files and of bytes deleted.</returns>
    public (int Files, long Bytes) Gc(IReadOnlySet<Digest> keep, DateTimeOffset untouchedSince)
    {
        var unwanted = List().Where(artifact => !keep.Contains(artifact.Digest)).Select(artifact => PathOf(artifact.Digest)).Concat(Directory.EnumerateFiles(_incoming));
        var (files, bytes) = (0, 0L);
        foreach (var path in unwanted.ToList())
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.LastWriteTimeUtc > untouchedSince.UtcDateTime) continue;
            var size = file.Length;
            Remove(path);
            files++;
            bytes += size;
        }
        return (files, bytes);
    }

    private static async Task<Digest> CopyAsync(Stream content, FileStream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return Digest.FromHash(hash.GetHashAndReset());
    }

    private void Settle(string temporary, Digest digest)
    {
        var path = PathOf(digest);
        var parent = Path.GetDirectoryName(path)!;
        var isNew = !Directory.Exists(parent);
        Directory.CreateDirectory(parent);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(temporary, path, overwrite: true);
        Posix.Sync(parent);
        if (isNew) Posix.Sync(_directory);
    }

    private string NewTemporary() => Path.Combine(_incoming, Guid.NewGuid().ToString("N"));

    private void RequireSpace(long? needed)
    {
        if (needed is { } bytes && Free() is { } free && free < bytes) throw NoSpace(bytes, free, null);
    }

    private long? Free()
    {
        try
        {
            return new DriveInfo(_directory).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private ProblemException Explain(Exception exception, string what, long? needed)
        => Posix.IsNoSpace(exception)
            ? NoSpace(needed, Free() ?? 0, exception)
            : new ProblemException($"cannot {what} in {_directory}: {exception.Message}", null, ExitCodes.Outside, exception);

    private ProblemException NoSpace(long? needed, long free, Exception? exception)
    {
        var need = needed is { } bytes ? $"{Sizes.Show(bytes)} are needed, " : "";
        return new ProblemException($"no space for an artifact in {_directory}: {need}{Sizes.Show(free)} are free", "free some space there, or keep state elsewhere: --state DIR", ExitCodes.Outside, exception);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted now is swept by Gc.
        }
    }
}
