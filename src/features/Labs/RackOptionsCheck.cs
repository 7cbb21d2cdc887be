using System.Net.Sockets;

namespace Racklight.Labs;

/// <summary>What is wrong with what was asked for.</summary>
internal static class RackOptionsCheck
{
    private const int MostMachines = 64;
    private const int MostDisks = 8;
    private const int LongestSocketPath = 107;

    public static IEnumerable<Problem> Find(RackOptions options)
    {
        if (!RackName.IsValid(options.Name))
            yield return new Problem($"'{options.Name}' cannot be a lab's name") { Hint = "1 to 24 lower-case letters, digits and hyphens" };
        if (options.Machines.Count > MostMachines)
            yield return new Problem($"a lab has at most {MostMachines} machines, not {options.Machines.Count}");
        if (options.Subnet.BaseAddress.AddressFamily != AddressFamily.InterNetwork || options.Subnet.PrefixLength is < 8 or > 29)
            yield return new Problem($"{options.Subnet} cannot be a lab's subnet") { Hint = "IPv4, /8 to /29, for instance 10.20.0.0/24" };
        else if (options.GatewayAddress is { } gateway && !options.Subnet.Contains(gateway))
            yield return new Problem($"the address {gateway} is not in {options.Subnet}");
        foreach (var twice in options.Machines.GroupBy(m => m.Name).Where(group => group.Count() > 1))
            yield return new Problem($"two machines are named {twice.Key}");
        foreach (var twice in options.Machines.Where(m => m.Mac is not null).GroupBy(m => m.Mac).Where(group => group.Count() > 1))
            yield return new Problem($"two machines have the address {twice.Key}");
        foreach (var problem in options.Machines.SelectMany(Find)) yield return problem;
    }

    private static IEnumerable<Problem> Find(MachineOptions machine)
    {
        if (!RackName.IsValid(machine.Name))
            yield return new Problem($"'{machine.Name}' cannot be a machine's name") { Hint = "1 to 24 lower-case letters, digits and hyphens" };
        else if (LabRegistry.DirectoryOf(new string('x', 24)).Length + machine.Name.Length + 5 > LongestSocketPath)
            yield return new Problem($"the run directory's path is too long for sockets: {LabRegistry.Directory}") { Hint = "set XDG_RUNTIME_DIR to a shorter path" };
        if (machine.MemoryMiB is < 64 or > 1 << 20)
            yield return new Problem($"{machine.Name} cannot have {machine.MemoryMiB} MiB of RAM") { Hint = "64 MiB to 1 TiB" };
        if (machine.Cpus is < 1 or > 64)
            yield return new Problem($"{machine.Name} cannot have {machine.Cpus} processors") { Hint = "1 to 64" };
        if (machine.Firmware == Firmware.Unknown)
            yield return new Problem($"{machine.Name} has no firmware") { Hint = "bios or uefi" };
        if (machine.Mac is { IsMulticast: true })
            yield return new Problem($"{machine.Name} cannot have the group address {machine.Mac}");
        if (machine.Disks.Count > MostDisks)
            yield return new Problem($"{machine.Name} has {machine.Disks.Count} disks, at most {MostDisks} are possible");
        foreach (var (medium, flag) in ((string?, string)[])[(machine.Cdrom, "--cdrom"), (machine.Usb, "--usb")])
        {
            if (medium is not null && !File.Exists(medium)) yield return new Problem($"there is no file {medium} for {machine.Name} to start from") { Hint = $"racklight menu media makes one for {flag}" };
        }
        if (machine.Disks.Any(disk => disk is { Keep: true, Path: null }))
            yield return new Problem($"{machine.Name} has a disk to keep without a path");
    }
}
