namespace Racklight.State;

/// <summary>The steps of a network boot, in the order in which a healthy boot passes them.</summary>
public static class BootSteps
{
    /// <summary>The firmware or iPXE asked for an address or a boot file, and was answered.</summary>
    public const string Dhcp = "dhcp";

    /// <summary>A bootloader was fetched, or iPXE in the card's ROM made itself known.</summary>
    public const string Loader = "loader";

    /// <summary>iPXE fetched its script.</summary>
    public const string Script = "script";

    /// <summary>iPXE fetched kernel and initrd.</summary>
    public const string Kernel = "kernel";

    /// <summary>Our initramfs runs and has the network.</summary>
    public const string Initramfs = "initramfs";

    /// <summary>The root file is there, verified and mounted.</summary>
    public const string Rootfs = "rootfs";

    /// <summary>The system is up.</summary>
    public const string Live = "live";
}

/// <summary>How loud an event is.</summary>
public enum EventLevel
{
    /// <summary>Part of a healthy boot.</summary>
    Info,

    /// <summary>Unexpected, and the boot goes on.</summary>
    Warning,

    /// <summary>The boot, or a request, failed.</summary>
    Error,
}

/// <summary>How a boot stands.</summary>
public enum BootState
{
    /// <summary>Under way.</summary>
    Booting,

    /// <summary>The machine reported that it is up.</summary>
    Live,

    /// <summary>The machine reported a failure, or a newer boot began before this one was live.</summary>
    Failed,
}

/// <summary>One attempt of one node to boot.</summary>
/// <param name="Id">Unique, ascending.</param>
/// <param name="Node">The node's name in the site, or its MAC with hyphens when no site file names it.</param>
/// <param name="Started">The first sign of it.</param>
public sealed record Boot(long Id, string Node, DateTimeOffset Started)
{
    /// <summary>How it stands.</summary>
    public BootState State { get; init; }

    /// <summary>When it went live or failed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The address that booted.</summary>
    public string? Mac { get; init; }

    /// <summary>The machine's IP address, last seen.</summary>
    public string? Address { get; init; }

    /// <summary><c>bios</c> or <c>uefi</c>, and the architecture, as told by the client: <c>uefi x64</c>.</summary>
    public string? Firmware { get; init; }

    /// <summary>The image's digest (of its manifest), once one was handed out.</summary>
    public string? Image { get; init; }

    /// <summary>What the live machine told of itself, as JSON.</summary>
    public string? Report { get; init; }
}

/// <summary>One step, or one fault, of a boot.</summary>
/// <param name="Id">Unique, ascending; 0 before it is stored.</param>
/// <param name="BootId">The boot that it belongs to.</param>
/// <param name="Node">The node that it belongs to.</param>
/// <param name="At">When.</param>
/// <param name="Step">One of <see cref="BootSteps"/>.</param>
/// <param name="Level">How loud.</param>
/// <param name="Message">One line for a human, at most 500 characters.</param>
public sealed record BootEvent(long Id, long BootId, string Node, DateTimeOffset At, string Step, EventLevel Level, string Message)
{
    /// <summary>Values behind the message, as a JSON object of at most 4 KiB.</summary>
    public string? Data { get; init; }
}

/// <summary>A machine that was seen, whether or not the site names it. Machines that no file names are coalesced by MAC.</summary>
/// <param name="Mac">Its address, with colons.</param>
public sealed record SeenMachine(string Mac)
{
    /// <summary>The node's name, when the site names one.</summary>
    public string? Node { get; init; }

    /// <summary>First sign of it.</summary>
    public DateTimeOffset First { get; init; }

    /// <summary>Last sign of it.</summary>
    public DateTimeOffset Last { get; init; }

    /// <summary>How often it was seen.</summary>
    public long Count { get; init; }

    /// <summary>SMBIOS UUID, if told.</summary>
    public string? Uuid { get; init; }

    /// <summary>Vendor class, iPXE's version and the like, one line. Null for what never asked to boot: telephones and printers use DHCP too.</summary>
    public string? Description { get; init; }

    /// <summary>How it boots: <c>bios</c>, <c>uefi x64</c>.</summary>
    public string? Firmware { get; init; }

    /// <summary>Its IP address, last seen.</summary>
    public string? Address { get; init; }

    /// <summary>Its serial number, if told.</summary>
    public string? Serial { get; init; }

    /// <summary>Who made it, as its board tells.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Which model it is, as its board tells.</summary>
    public string? Product { get; init; }

    /// <summary>Its network cards as its loader sees them: MACs with colons, separated by blanks; behind the one that it booted from the kind of card (<c>8086:100e</c>).</summary>
    public string? Cards { get; init; }
}

/// <summary>Boots, their events, and the machines that were seen. Bounded (DESIGN §5): a ring of boots per node, a limit of events per boot, at most 10,000 unknown machines.</summary>
public interface IBootStore
{
    /// <summary>Stores a new boot and gives it its id. The node's oldest boots beyond the ring (20) go.</summary>
    Task<Boot> StartAsync(Boot boot, CancellationToken cancellationToken);

    /// <summary>Replaces what is stored of a boot.</summary>
    Task UpdateAsync(Boot boot, CancellationToken cancellationToken);

    /// <summary>
    /// Queues an event and gives it its id; returns before it is durable. When the queue is full, events are dropped and counted
    /// (<see cref="Dropped"/>; the id is then 0), never waited for. A boot keeps 500 events; its last row stands for all beyond.
    /// </summary>
    BootEvent Append(BootEvent bootEvent);

    /// <summary>Events lost since the start: the queue was full, the database failed, or their boot was gone.</summary>
    long Dropped { get; }

    /// <summary>
    /// Events as they are stored, from the moment of this call until the token is cancelled or the database is closed.
    /// A subscriber that does not keep up loses the oldest ones (of more than 512), never holds others up.
    /// </summary>
    IAsyncEnumerable<BootEvent> SubscribeAsync(CancellationToken cancellationToken);

    /// <summary>Waits until all events appended so far are stored (or dropped).</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>A node's boots, newest first.</summary>
    Task<IReadOnlyList<Boot>> BootsAsync(string node, int limit, CancellationToken cancellationToken);

    /// <summary>The newest boot of every node.</summary>
    Task<IReadOnlyList<Boot>> LatestAsync(CancellationToken cancellationToken);

    /// <summary>A boot's events, oldest first.</summary>
    Task<IReadOnlyList<BootEvent>> EventsAsync(long boot, CancellationToken cancellationToken);

    /// <summary>The newest event of a node's boots whose <see cref="BootEvent.Data"/> have that key; null when the ring of boots holds none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">Letters only.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<BootEvent?> LastWithAsync(string node, string key, CancellationToken cancellationToken);

    /// <summary>Notes a machine; cheap, coalesced, written behind.</summary>
    void See(SeenMachine machine);

    /// <summary>The machines that were seen, last seen first.</summary>
    Task<IReadOnlyList<SeenMachine>> SeenAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What was seen of one machine, or null.</summary>
    /// <param name="mac">With colons.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<SeenMachine?> SeenAsync(string mac, CancellationToken cancellationToken);
}
