namespace Racklight.Images.Storage;

/// <summary>Immutable files by their digest.</summary>
internal interface IArtifacts
{
    /// <summary>Takes a file over: hashed, synced, renamed into the store. The file is gone from where it was.</summary>
    Task<(Digest Digest, long Size)> TakeAsync(string file, CancellationToken cancellationToken);

    /// <summary>The path of a whole file, or null.</summary>
    string? PathOf(Digest digest);

    /// <summary>Deletes a file; a download that is under way keeps its open handle.</summary>
    void Delete(Digest digest);

    /// <summary>Everything in the store.</summary>
    IEnumerable<Digest> All();
}
