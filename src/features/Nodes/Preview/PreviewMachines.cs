using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Racklight.App;
using Racklight.App.Hosting;
using Racklight.Menus.Preview;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Nodes.Boots;
using Racklight.Nodes.Machines;
using Racklight.Sites;

namespace Racklight.Nodes.Preview;

/// <summary>The machines that one can look as, and the request that each would make.</summary>
internal sealed class PreviewMachines(ISites sites, BootLedger ledger, MachineBook book, LoaderFiles loaders, ServerSettings? settings = null, ISiteTrust? trust = null)
{
    // Of nobody: a machine that no file names, and one whose card is not known. Locally administered (IEEE 802).
    private static readonly MacAddress Nobody = MacAddress.Parse("02:00:00:00:00:01");

    /// <summary>All, named ones first.</summary>
    public async Task<IReadOnlyList<PreviewMachine>> ListAsync(CancellationToken cancellationToken)
    {
        var nodes = sites.Current.Nodes;
        var latest = (await ledger.LatestAsync(cancellationToken)).ToDictionary(static pair => pair.Boot.Node, static pair => pair.Boot, StringComparer.Ordinal);
        return [.. nodes.Keys.Union(latest.Keys).Select(name => Machine(name, nodes.GetValueOrDefault(name), latest.GetValueOrDefault(name))).OrderBy(static machine => machine.IsNamed ? 0 : 1).ThenBy(static machine => machine.Name, StringComparer.Ordinal)];
    }

    /// <summary>A machine by its node's name or its MAC; null when nobody knows it, or none is named.</summary>
    public async Task<PreviewMachine?> FindAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is null) return null;
        var machines = await ListAsync(cancellationToken);
        return machines.FirstOrDefault(machine => machine.Name == name)
            ?? (MacAddress.TryParse(name, out var mac) ? machines.FirstOrDefault(machine => machine.Mac == mac.ToString()) ?? new PreviewMachine(mac.ToHyphens(), mac.ToString()) : null);
    }

    /// <summary>What the machine's iPXE would ask, if it was started from this server's loaders.</summary>
    public BootRequest Request(PreviewQuestion question, PreviewMachine? machine, Architecture architecture, Firmware firmware)
    {
        var platform = firmware == Firmware.Bios ? "pcbios" : "efi";
        var file = machine is null ? null : sites.Current.Nodes.GetValueOrDefault(machine.Name);
        var server = Server();
        var capabilities = loaders.CapabilitiesOfSet(IpxeCapabilities.ParsePlatform(platform));
        var asks = SecureServer.For(settings, capabilities, server) ?? server;
        return new BootRequest(MacAddress.TryParse(machine?.Mac, out var mac) ? mac : Nobody, IPAddress.None, server)
        {
            Uuid = file?.Uuid,
            Serial = file?.Serial,
            MemoryMiB = question.Memory ?? machine?.Memory,
            Platform = platform,
            Arch = Word(architecture),
            Capabilities = trust is { Signs: true } ? capabilities.CheckingSignaturesBelow(asks.Root + "/") : capabilities,
            Asks = asks,
            Entry = question.Entry,
            Section = question.Section,
            Find = question.Find,
            Address = question.Address,
        };
    }

    private PreviewMachine Machine(string name, NodeFile? file, State.Boot? boot)
    {
        var isKnown = MacAddress.TryParse(file?.Mac ?? boot?.Mac, out var mac);
        // As BootRequest.Firmware words it: `bios`, `uefi x64`.
        var words = boot?.Firmware?.Split(' ') ?? [];
        return new PreviewMachine(name, isKnown ? mac.ToString() : null)
        {
            Memory = isKnown ? book.MemoryOf(mac) : null,
            IsNamed = file is not null,
            Firmware = words.ElementAtOrDefault(0) switch { "bios" => Firmware.Bios, "uefi" or "uefi-http" => Firmware.Uefi, _ => Firmware.Unknown },
            Architecture = words is ["bios"] ? Architecture.X64 : Menus.Recipes.ArchitectureWords.TryParse(words.ElementAtOrDefault(1), out var architecture) ? architecture : Architecture.Unknown,
        };
    }

    /// <summary>The address by which machines reach this server: the one that it was given, else one within a network of the site.</summary>
    private BootServer Server()
    {
        var port = settings?.HttpPort is > 0 and var own ? own : 8080;
        if (settings is { Address: { } given } && !given.Equals(IPAddress.Any) && !given.Equals(IPAddress.IPv6Any)) return new BootServer(given, port);
        var networks = sites.Current.File.Networks.Values.Select(static network => IPNetwork.TryParse(network.Cidr, out var range) ? range : (IPNetwork?)null).OfType<IPNetwork>().ToList();
        var own4 = NetworkInterface.GetAllNetworkInterfaces().SelectMany(static card => card.GetIPProperties().UnicastAddresses).Select(static one => one.Address)
            .Where(static address => address.AddressFamily == AddressFamily.InterNetwork).ToList();
        var address = own4.Find(one => networks.Exists(network => network.Contains(one))) ?? own4.Find(static one => !IPAddress.IsLoopback(one)) ?? IPAddress.Loopback;
        return new BootServer(address, port);
    }

    private static string? Word(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.X86 => "i386",
        Architecture.Arm64 => "arm64",
        Architecture.Arm32 => "arm32",
        Architecture.RiscV64 => "riscv64",
        Architecture.LoongArch64 => "loong64",
        _ => null,
    };
}
