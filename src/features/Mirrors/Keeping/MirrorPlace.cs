using Racklight.State.Artifacts;

namespace Racklight.Mirrors.Keeping;

/// <summary>Where the mirror of a state directory lies: files by digest among the artifacts, the rest below <c>mirror/</c>.</summary>
internal sealed class MirrorPlace
{
    private static readonly TimeSpan PartsKept = TimeSpan.FromDays(14);

    /// <param name="state">The state directory.</param>
    public MirrorPlace(string state)
    {
        State = Path.GetFullPath(state);
        Root = Path.Combine(State, "mirror");
        try
        {
            Directory.CreateDirectory(Parts);
            Directory.CreateDirectory(Scratch);
            Artifacts = new ArtifactStore(Path.Combine(State, "artifacts"));
            Index = new MirrorIndex(Path.Combine(Root, "index"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot make the mirror in {Root}: {e.Message}", "--state DIR, or RACKLIGHT_STATE", ExitCodes.Outside, e);
        }
    }

    /// <summary>The state directory.</summary>
    public string State { get; }

    /// <summary>What is not an artifact.</summary>
    public string Root { get; }

    /// <summary>Files that are being fetched.</summary>
    public string Parts => Path.Combine(Root, "parts");

    /// <summary>What gpgv reads.</summary>
    public string Scratch => Path.Combine(Root, "scratch");

    /// <summary>The files.</summary>
    public ArtifactStore Artifacts { get; }

    /// <summary>The entries.</summary>
    public MirrorIndex Index { get; }

    /// <summary>Takes the mirror for changes, and sweeps what a crash left. Parts stay for a while: they are resumed.</summary>
    /// <exception cref="ProblemException">Another command changes it now.</exception>
    public IDisposable Lock(TimeProvider clock)
    {
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(Root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new ProblemException($"another `racklight menu mirror` works on {Root}", "wait for it to end", ExitCodes.Outside, e);
        }
        Index.Sweep();
        foreach (var directory in Directory.EnumerateDirectories(Scratch)) Directory.Delete(directory, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Scratch)) File.Delete(file);
        var oldest = (clock.GetUtcNow() - PartsKept).UtcDateTime;
        foreach (var file in new DirectoryInfo(Parts).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < oldest || file.Extension == ".new") file.Delete();
        }
        return held;
    }

    /// <summary>True when the file of an entry is there.</summary>
    public bool Has(MirrorRecord record) => new FileInfo(Artifacts.PathOf(record.Digest)) is { Exists: true } file && file.Length == record.Size;

    /// <summary>Deletes an artifact that no entry refers to any more.</summary>
    /// <returns>The bytes that are free again.</returns>
    public long Release(Digest digest)
    {
        if (Index.All().Any(record => record.Digest == digest)) return 0;
        var file = new FileInfo(Artifacts.PathOf(digest));
        if (!file.Exists) return 0;
        var size = file.Length;
        Artifacts.Delete(digest);
        return size;
    }
}
