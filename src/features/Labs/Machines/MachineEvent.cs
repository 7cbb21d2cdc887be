namespace Racklight.Labs;

/// <summary>Whether a machine has power.</summary>
public enum PowerState
{
    /// <summary>No power.</summary>
    Off,

    /// <summary>Its processors run.</summary>
    Running,
}

/// <summary>What happened to a machine.</summary>
public enum MachineEventKind
{
    /// <summary>It was switched on.</summary>
    PoweredOn,

    /// <summary>It has no power any more.</summary>
    PoweredOff,

    /// <summary>It starts from its firmware again without having lost power.</summary>
    Reset,

    /// <summary>QEMU itself ended with an error.</summary>
    Failed,
}

/// <summary>One change of a machine.</summary>
/// <param name="Machine">Its name.</param>
/// <param name="Kind">What.</param>
/// <param name="ByGuest">True when its own operating system or firmware did it, false when it was done to it from outside.</param>
/// <param name="Message">More, one line.</param>
public sealed record MachineEvent(string Machine, MachineEventKind Kind, bool ByGuest, string Message);
