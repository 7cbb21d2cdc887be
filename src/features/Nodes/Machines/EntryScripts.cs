using Racklight.Menus.Entries;
using Racklight.Menus.Recipes;
using Racklight.Mirrors;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Nodes.Machines;

/// <summary>The boot of what is chosen in the menu.</summary>
internal static class EntryScripts
{
    /// <summary>What kind of machine asks; null when it did not say: an old loader, or another client.</summary>
    public static (Architecture Architecture, Firmware Firmware)? MachineOf(BootRequest request)
    {
        var architecture = request.Arch switch
        {
            "x86_64" => Architecture.X64,
            "i386" => Architecture.X86,
            "arm64" => Architecture.Arm64,
            "arm32" => Architecture.Arm32,
            "riscv64" => Architecture.RiscV64,
            "loong64" => Architecture.LoongArch64,
            _ => Architecture.Unknown,
        };
        if (architecture == Architecture.Unknown || request.Platform is null) return null;
        return (architecture, request.Platform == "pcbios" ? Firmware.Bios : Firmware.Uefi);
    }

    /// <summary>Where a file of upstream's is fetched from: this server when it is mirrored.</summary>
    public static Func<string, string> Mirrored(BootRequest request, IMirror? mirror) => url
        => mirror is not null && Uri.TryCreate(url, UriKind.Absolute, out var address) && mirror.Locate(address) is { } path ? $"http://{request.Server.Authority}{path}" : url;

    /// <summary>The script that boots an entry.</summary>
    /// <param name="request">Who boots it.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="answers">The URL of its answer file, or null.</param>
    /// <param name="host">The machine's name, where it has one.</param>
    /// <param name="locate">Where a file of upstream's is fetched from.</param>
    /// <param name="told">Where the machine tells that it has everything and starts it, or null.</param>
    /// <exception cref="ProblemException">It does not work on that machine, or with its loader.</exception>
    public static string Entry(BootRequest request, CatalogEntry entry, string? answers, string? host, Func<string, string> locate, string? told = null)
        => Write(request, entry, Plan(request, entry, answers, host, locate), told);

    /// <summary>What a machine fetches and starts for an entry; parameters as for <see cref="Entry"/>.</summary>
    /// <exception cref="ProblemException">It does not work on that machine.</exception>
    public static BootPlan Plan(BootRequest request, CatalogEntry entry, string? answers, string? host, Func<string, string> locate)
    {
        var (architecture, firmware) = MachineOf(request) ?? (Architecture.X64, Firmware.Bios);
        return entry.Plan(new PlanContext(architecture, firmware) { Answers = answers, Address = request.Address, Mac = request.Mac, HostName = host, Locate = locate });
    }

    /// <summary>The script of a plan.</summary>
    /// <exception cref="ProblemException">The machine's loader cannot do it, or it cannot be written.</exception>
    public static string Write(BootRequest request, CatalogEntry entry, BootPlan plan, string? told = null)
    {
        if (plan.PutsFilesIntoInitramfs && !request.Capabilities.PutsFilesIntoInitramfs)
        {
            throw new ProblemException($"{entry.Title} needs a file put into its initramfs, which this machine's iPXE cannot do under UEFI", "start the machine by BIOS, or give the site a bootloader set with an iPXE of 2023 or later (docs/bootloaders.md)");
        }
        if (plan.NeedsHttps && !request.Capabilities.Has(IpxeFeature.Https))
        {
            throw new ProblemException($"{entry.Title} is fetched by https, which this machine's iPXE cannot do", $"racklight menu mirror {entry.Id} keeps it on this server");
        }
        try
        {
            return BootScript.Write(BootOf(plan) with { Title = [$"Racklight: {entry.Title}", .. plan.Warnings], Told = told }, request.Capabilities);
        }
        catch (IpxeSyntaxException e)
        {
            throw new ProblemException($"{entry.Title} cannot be written into a boot script: {e.Message}", $"look at {entry.Source}", ExitCodes.Usage, e);
        }
    }

    /// <summary>What stands beside an entry in the menu; null for nothing. Shown all the same: whoever looks for it learns what it takes.</summary>
    public static string? Note(BootRequest request, CatalogEntry entry)
        => !request.Capabilities.PutsFilesIntoInitramfs && MachineOf(request) is var (architecture, firmware) && entry.PutsFilesIntoInitramfs(architecture, firmware) ? "needs a newer iPXE" : null;

    private static IpxeBoot BootOf(BootPlan plan) => plan.Kind switch
    {
        BootKind.Linux => new IpxeBoot.Linux(plan.Kernel!, [.. plan.Initrds.Select(static initrd => new IpxeInitrd(initrd.Url, initrd.Name) { Path = initrd.Path, IsExecutable = initrd.IsExecutable })], plan.Arguments),
        BootKind.EfiApp => new IpxeBoot.EfiApplication(plan.Kernel!, plan.Arguments),
        BootKind.Memdisk => new IpxeBoot.Memdisk(plan.Kernel!, plan.Initrds[0].Url, plan.Arguments),
        BootKind.Wimboot => new IpxeBoot.Wimboot(plan.Kernel!, [.. plan.Initrds.Select(static file => new WimbootFile(file.Name, [file.Url]))]),
        BootKind.Sanboot => new IpxeBoot.RemoteDisk(plan.Kernel!),
        BootKind.Chain => new IpxeBoot.Script(plan.Kernel!),
        _ => new IpxeBoot.LocalDisk(),
    };
}
