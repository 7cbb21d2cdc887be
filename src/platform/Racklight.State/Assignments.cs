namespace Racklight.State;

/// <summary>What somebody told a machine to boot, by hand: it beats what the site says.</summary>
/// <param name="Target">The node's name; of a machine that no file names its MAC with hyphens, or <c>uuid:…</c> or <c>serial:…</c> as long as it was not seen.</param>
/// <param name="What">What it boots: as <c>boots:</c> in a node's file.</param>
/// <param name="Once">For one boot only.</param>
/// <param name="Who">Who said so.</param>
/// <param name="At">When.</param>
public sealed record Assignment(string Target, string What, bool Once, string Who, DateTimeOffset At)
{
    /// <summary>The boot whose script was handed out for it; null before that.</summary>
    public long? BootId { get; init; }
}

/// <summary>The names under which a machine may be assigned something; the first that is counts.</summary>
/// <param name="Name">The node's name, or its MAC with hyphens.</param>
/// <param name="Mac">Its MAC with hyphens.</param>
/// <param name="Uuid">Its UUID in lower case, or null.</param>
/// <param name="Serial">Its serial number, or null.</param>
public sealed record AssignmentTargets(string Name, string Mac, string? Uuid, string? Serial)
{
    /// <summary>The target of a machine that is known by its UUID only.</summary>
    public static string OfUuid(string uuid) => "uuid:" + uuid.ToLowerInvariant();

    /// <summary>The target of a machine that is known by its serial number only.</summary>
    public static string OfSerial(string serial) => "serial:" + serial.ToLowerInvariant();

    /// <summary>All of them, the strongest first.</summary>
    public IReadOnlyList<string> InOrder => [.. new[] { Name, Mac, Uuid is null ? null : OfUuid(Uuid), Serial is null ? null : OfSerial(Serial) }.OfType<string>().Distinct(StringComparer.Ordinal)];
}

/// <summary>Assignments made by hand; at most 20,000.</summary>
public interface IAssignmentStore
{
    /// <summary>Makes assignments, all or none; each replaces what its target was assigned before.</summary>
    /// <exception cref="ProblemException">There would be more than 20,000.</exception>
    Task SetAsync(IReadOnlyList<Assignment> assignments, CancellationToken cancellationToken);

    /// <summary>What a machine is assigned, or null.</summary>
    Task<Assignment?> FindAsync(AssignmentTargets targets, CancellationToken cancellationToken);

    /// <summary>Every assignment, by target.</summary>
    Task<IReadOnlyList<Assignment>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Ends assignments; those of the targets that had one.</summary>
    Task<IReadOnlyList<string>> ClearAsync(IReadOnlyList<string> targets, CancellationToken cancellationToken);

    /// <summary>Notes which boot got its script for an assignment; nothing happens when it was replaced meanwhile.</summary>
    Task HandOutAsync(Assignment assignment, long boot, CancellationToken cancellationToken);

    /// <summary>That boot really happened: what was assigned for it once is used up. The assignment, or null when there was none.</summary>
    Task<Assignment?> UseUpAsync(long boot, CancellationToken cancellationToken);
}
