using System.Globalization;

namespace Racklight.Labs;

/// <summary>What a rack needs of its host, told before anything is made and all at once.</summary>
public static class RackPreflight
{
    // Consoles, firmware variables, and what guests write to sparse disks before anybody looks.
    private const long LeastFreeDisk = 1L << 30;

    /// <summary>What is missing for a rack of those machines; empty when it can be made.</summary>
    public static IReadOnlyList<Problem> Check(RackOptions options) => [.. Find(options, HostView.Real)];

    internal static IEnumerable<Problem> Find(RackOptions options, HostView host)
    {
        if (!host.IsRoot)
            yield return new Problem("a virtual rack needs root: it makes a network namespace and taps") { Hint = "sudo racklight …" };
        if (!host.HasFile("/dev/net/tun"))
            yield return new Problem("there is no /dev/net/tun, so virtual network cards cannot be joined to a wire") { Hint = "modprobe tun (in a container: --device /dev/net/tun)" };
        if (!host.HasProgram("ip"))
            yield return new Problem("ip is not installed: it makes the rack's network") { Hint = "apt-get install iproute2" };
        if (options.Machines.Count > 0 && !host.HasProgram("qemu-system-x86_64"))
            yield return new Problem("qemu-system-x86_64 is not installed: it runs the virtual machines") { Hint = "apt-get install qemu-system-x86" };
        if (options.Machines.Any(m => m.Firmware == Firmware.Uefi) && !host.HasOvmf)
            yield return new Problem("the UEFI firmware for virtual machines (OVMF) is not installed") { Hint = "apt-get install ovmf (or take --firmware bios)" };
        foreach (var problem in Resources(options, host)) yield return problem;
    }

    private static IEnumerable<Problem> Resources(RackOptions options, HostView host)
    {
        var work = Rack.WorkDirectoryOf(options);
        if (host.FreeDisk(work) is var free && free < LeastFreeDisk)
            yield return new Problem($"only {Gib(free)} GiB are free at {work}, a rack needs {Gib(LeastFreeDisk)}") { Hint = "free some space" };
        var memory = options.Machines.Sum(m => (long)m.MemoryMiB) << 20;
        if (memory > host.FreeMemory)
        {
            yield return new Problem($"{options.Machines.Count} machines want {Gib(memory)} GiB of RAM, and {Gib(host.FreeMemory)} are free")
            {
                Hint = "fewer machines (--machines) or less RAM for each (--memory)",
            };
        }
    }

    private static string Gib(long bytes) => (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
}
