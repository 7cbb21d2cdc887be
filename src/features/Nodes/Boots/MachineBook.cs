using System.Net;

namespace Racklight.Nodes.Boots;

/// <summary>
/// Which MAC has which addresses, as DHCP told. TFTP and HTTP requests carry no MAC; this book finds the machine behind an
/// address, and says whether an address may speak for a MAC (DESIGN §6). Bounded: the machine seen longest ago goes first.
/// </summary>
internal sealed class MachineBook(TimeProvider clock)
{
    private const int MachineLimit = 20_000;

    // Firmware, iPXE and the initramfs of one machine may each get an address of their own from a foreign DHCP server.
    private const int AddressesPerMachine = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<MacAddress, Page> _machines = [];
    private readonly Dictionary<IPAddress, MacAddress> _holders = [];

    /// <summary>Notes what a boot protocol told of a machine.</summary>
    /// <param name="mac">The machine.</param>
    /// <param name="address">Its address, if told.</param>
    /// <param name="uuid">Its UUID, if told.</param>
    /// <param name="byDhcp">True when our own DHCP saw the address: only then it limits who may speak for the MAC.</param>
    public void Note(MacAddress mac, IPAddress? address, string? uuid, bool byDhcp)
    {
        address = Usable(address);
        lock (_lock)
        {
            if (!_machines.TryGetValue(mac, out var page))
            {
                if (_machines.Count >= MachineLimit) ForgetOldest();
                _machines[mac] = page = new Page();
            }
            page.Last = clock.GetUtcNow();
            page.Uuid = uuid ?? page.Uuid;
            if (address is null) return;
            page.Addresses.RemoveAll(known => known.Address.Equals(address) && (byDhcp || !known.ByDhcp));
            if (page.Addresses.Any(known => known.Address.Equals(address))) return;
            if (page.Addresses.Count == AddressesPerMachine) Drop(mac, page, 0);
            page.Addresses.Add((address, byDhcp));
            _holders[address] = mac;
        }
    }

    /// <summary>The machine that was last seen at an address, or null.</summary>
    public MacAddress? HolderOf(IPAddress? address)
    {
        address = Usable(address);
        if (address is null) return null;
        lock (_lock) return _holders.TryGetValue(address, out var mac) ? mac : null;
    }

    /// <summary>The UUID that the machine told, or null.</summary>
    public string? UuidOf(MacAddress mac)
    {
        lock (_lock) return _machines.GetValueOrDefault(mac)?.Uuid;
    }

    /// <summary>Notes how much memory a machine said that it has, in MiB; only of machines that are in the book.</summary>
    public void NoteMemory(MacAddress mac, int memory)
    {
        lock (_lock)
        {
            if (_machines.TryGetValue(mac, out var page)) page.Memory = memory;
        }
    }

    /// <summary>The memory that the machine told since this server started, in MiB; null when it told none.</summary>
    public int? MemoryOf(MacAddress mac)
    {
        lock (_lock) return _machines.GetValueOrDefault(mac)?.Memory;
    }

    /// <summary>True when our DHCP saw that MAC with that address.</summary>
    public bool Vouches(MacAddress mac, IPAddress address)
    {
        lock (_lock) return _machines.GetValueOrDefault(mac)?.Addresses.Any(known => known.ByDhcp && known.Address.Equals(address)) ?? false;
    }

    /// <summary>True when our DHCP saw that MAC with other addresses and never with that one.</summary>
    public bool Contradicts(MacAddress mac, IPAddress address)
    {
        lock (_lock)
        {
            return _machines.GetValueOrDefault(mac) is { } page
                && page.Addresses.Any(known => known.ByDhcp)
                && !page.Addresses.Any(known => known.ByDhcp && known.Address.Equals(address));
        }
    }

    private static IPAddress? Usable(IPAddress? address)
    {
        if (address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.Broadcast) || address.Equals(IPAddress.IPv6Any)) return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private void Drop(MacAddress mac, Page page, int index)
    {
        var address = page.Addresses[index].Address;
        page.Addresses.RemoveAt(index);
        if (_holders.TryGetValue(address, out var holder) && holder == mac) _holders.Remove(address);
    }

    private void ForgetOldest()
    {
        // A tenth at a time: a flood of invented MACs then costs a sort per two thousand of them, not one each.
        foreach (var (mac, page) in _machines.OrderBy(pair => pair.Value.Last).Take(MachineLimit / 10).ToList())
        {
            while (page.Addresses.Count > 0) Drop(mac, page, page.Addresses.Count - 1);
            _machines.Remove(mac);
        }
    }

    private sealed class Page
    {
        public List<(IPAddress Address, bool ByDhcp)> Addresses { get; } = [];

        public string? Uuid { get; set; }

        public int? Memory { get; set; }

        public DateTimeOffset Last { get; set; }
    }
}
