using Racklight.NetBoot.Ipxe;

namespace Racklight.NetBoot.Bootloaders;

/// <summary>A file of a bootloader set.</summary>
/// <param name="Name">As firmware asks for it: relative to the set, with '/'.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">In bytes.</param>
public sealed record Bootloader(string Name, string Path, long Length)
{
    /// <summary>The iPXE version in it; null when it is not iPXE, or is packed (BIOS files are).</summary>
    public IpxeVersion? Version { get; init; }
}

/// <summary>A loader that cannot be given, and what to do about it.</summary>
/// <param name="Message">What is missing, for whom, where.</param>
/// <param name="Hint">What to try.</param>
public sealed record BootloaderProblem(string Message, string Hint);

/// <summary>Which file a client gets: either a loader or the reason why there is none.</summary>
/// <param name="Loader">The file, or null.</param>
/// <param name="Problem">Why there is none, or null.</param>
public sealed record BootloaderChoice(Bootloader? Loader, BootloaderProblem? Problem);

/// <summary>A set that cannot be read at all. The message says what, where, and what to try.</summary>
public sealed class BootloaderSetException(string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to try.</summary>
    public string Hint { get; } = hint;
}
