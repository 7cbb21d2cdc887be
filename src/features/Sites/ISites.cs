namespace Racklight.Sites;

/// <summary>What the Sites room offers the others.</summary>
public interface ISites
{
    /// <summary>The site as last read without an error; a faulty edit keeps the last good one and is told by <see cref="Problems"/>.</summary>
    Site Current { get; }

    /// <summary>What is wrong with the files as they are now.</summary>
    IReadOnlyList<Problem> Problems { get; }

    /// <summary>Raised after <see cref="Current"/> or <see cref="Problems"/> changed.</summary>
    event Action? Changed;
}
