namespace Racklight.Answers;

/// <summary>The secrets of one site. Asked only for answers of a boot session, and only for nodes marked <c>secrets: on-boot</c>; previews ask without values.</summary>
public interface ISecretSource
{
    /// <summary>Null when secrets can be given out, else why not (to follow "cannot be filled in: ") and what to try.</summary>
    Problem? Unavailable { get; }

    /// <summary>Why some names can be neither found nor missed (<see cref="SecretPresence.Unchecked"/>), and what to try; null when all can.</summary>
    Problem? Unchecked => null;

    /// <summary>The files that are looked into, as people name them.</summary>
    IReadOnlyList<string> Files => [];

    /// <summary>Whether there is a secret of that name, without its value.</summary>
    /// <exception cref="ProblemException">It cannot be told, or no template can use what stands there; the problem says why.</exception>
    SecretPresence Look(string name);

    /// <summary>The value of that name; null when there is none. Never logged, never stored.</summary>
    /// <exception cref="ProblemException">It cannot be told, or no template can use what stands there; the problem says why.</exception>
    string? Find(string name);
}

/// <summary>What is known of a secret without its value.</summary>
public enum SecretPresence
{
    /// <summary>No file holds it.</summary>
    Missing,

    /// <summary>One file holds it.</summary>
    Present,

    /// <summary>A file that may hold it could not be looked into.</summary>
    Unchecked,
}
