using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>A network card of a machine.</summary>
/// <param name="Mac">With colons.</param>
/// <param name="Kind">Who makes cards like it (<c>Intel</c>), or null.</param>
/// <param name="Pci">Its PCI vendor and device (<c>8086:100e</c>), or null.</param>
public sealed record MachineCard(string Mac, string? Kind, string? Pci);

/// <summary>What is known of a machine, in words.</summary>
/// <param name="Vendor">Who made it: as its board tells, else as its MAC tells of virtual machines and single-board computers; or null.</param>
/// <param name="Cards">Its network cards, the one that booted first.</param>
public sealed record MachineIdentity(string? Vendor, IReadOnlyList<MachineCard> Cards)
{
    // Only where the board tells nothing: hypervisors' own ranges, and boards without SMBIOS.
    private static readonly Dictionary<ulong, string> Prefixes = new()
    {
        [0x525400] = "QEMU", [0x005056] = "VMware", [0x000c29] = "VMware", [0x000569] = "VMware", [0x080027] = "VirtualBox", [0x00155d] = "Hyper-V", [0x00163e] = "Xen",
        [0xb827eb] = "Raspberry Pi", [0xdca632] = "Raspberry Pi", [0xe45f01] = "Raspberry Pi", [0x28cdc1] = "Raspberry Pi", [0xd83add] = "Raspberry Pi", [0x2ccf67] = "Raspberry Pi",
    };

    // PCI vendors whose cards servers boot from (pci.ids).
    private static readonly Dictionary<string, string> CardMakers = new(StringComparer.Ordinal)
    {
        ["8086"] = "Intel", ["14e4"] = "Broadcom", ["15b3"] = "Mellanox", ["10ec"] = "Realtek", ["1af4"] = "virtio", ["15ad"] = "VMware", ["1077"] = "QLogic",
        ["1924"] = "Solarflare", ["1425"] = "Chelsio", ["19a2"] = "Emulex", ["1137"] = "Cisco", ["1d0f"] = "Amazon", ["1d6a"] = "Aquantia", ["11ab"] = "Marvell",
    };

    /// <summary>Reads what was seen of a machine.</summary>
    public static MachineIdentity Of(SeenMachine machine)
    {
        var vendor = machine.Manufacturer ?? (MacAddress.TryParse(machine.Mac, out var mac) ? Prefixes.GetValueOrDefault(mac.Bits >> 24) : null);
        var cards = (machine.Cards ?? machine.Mac).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Card).ToList();
        return new MachineIdentity(vendor, cards);
    }

    private static MachineCard Card(string word)
    {
        var cut = word.IndexOf('=', StringComparison.Ordinal);
        if (cut < 0) return new MachineCard(word, null, null);
        var pci = word[(cut + 1)..];
        return new MachineCard(word[..cut], CardMakers.GetValueOrDefault(pci.Split(':')[0]), pci);
    }
}
