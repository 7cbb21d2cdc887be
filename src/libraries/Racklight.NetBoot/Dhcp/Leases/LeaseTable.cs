namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// The addresses of one network in memory, by client and by address; every operation takes constant time whatever the range's size.
/// Owned by one thread. An address has at most one entry, so it is never given twice.
/// </summary>
internal sealed class LeaseTable(IPv4 first, IPv4 last, Func<IPv4, bool> isTaken)
{
    private readonly Dictionary<HardwareAddress, LeaseEntry> _byClient = [];
    private readonly Dictionary<IPv4, LeaseEntry> _byAddress = [];
    private readonly LeaseList _offered = new();
    private readonly LeaseList _bound = new();
    private readonly LeaseList _inherited = new();
    private readonly LeaseList _declined = new();
    private readonly LeaseList _free = new();
    private uint _fresh = first.Bits;
    private bool _freshEnded = last.Bits < first.Bits;

    /// <summary>Entries that are offered, leased or declined.</summary>
    public int Held => _offered.Count + _bound.Count + _inherited.Count + _declined.Count;

    public int Declined => _declined.Count;

    public LeaseEntry? Find(HardwareAddress client) => _byClient.GetValueOrDefault(client);

    public LeaseEntry? At(IPv4 address) => _byAddress.GetValueOrDefault(address);

    public bool InRange(IPv4 address) => address.Bits >= first.Bits && address.Bits <= last.Bits;

    /// <summary>True when the address may be given to the client now.</summary>
    public bool IsAvailable(IPv4 address, HardwareAddress client)
        => At(address) is not { } entry || (entry.State != EntryState.Declined && (entry.Client == client || entry.State == EntryState.Free));

    /// <summary>Fills the table with what the store kept, earliest end first.</summary>
    public void Load(IEnumerable<Lease> leases, long now)
    {
        foreach (var lease in leases.OrderBy(lease => lease.Expires))
        {
            var ends = lease.Expires.UtcTicks;
            var held = lease.State != LeaseState.Released && ends > now;
            var address = IPv4.From(lease.Address);
            // Addresses that have left the range still belong to their clients until the lease ends.
            if (!held && !InRange(address)) continue;
            var entry = Take(address, lease.Client);
            entry.HostName = lease.HostName;
            entry.Expires = ends;
            entry.State = !held ? EntryState.Free : lease.State == LeaseState.Declined ? EntryState.Declined : EntryState.Bound;
            if (entry.State == EntryState.Bound) entry.DurableUntil = ends;
            if (entry.State == EntryState.Declined) _byClient.Remove(lease.Client);
            ListOf(entry.State, inherited: true).Append(entry);
        }
    }

    /// <summary>Frees what has ended.</summary>
    public void Expire(long now)
    {
        Expire(_offered, now);
        Expire(_bound, now);
        Expire(_inherited, now);
        Expire(_declined, now);
    }

    /// <summary>An address for a client from the range: its own, the one that it wishes, a fresh one, the one that is free the longest; null when none is left.</summary>
    public IPv4? Choose(HardwareAddress client, IPv4? wish)
    {
        if (Find(client) is { } own && own.State != EntryState.Declined && InRange(own.Address) && !isTaken(own.Address)) return own.Address;
        if (wish is { } wished && InRange(wished) && !isTaken(wished) && IsAvailable(wished, client)) return wished;
        while (!_freshEnded)
        {
            var candidate = new IPv4(_fresh);
            if (!_byAddress.ContainsKey(candidate) && !isTaken(candidate)) return candidate;
            _freshEnded = _fresh == last.Bits;
            _fresh++;
        }
        while (_free.First is { } oldest)
        {
            if (InRange(oldest.Address) && !isTaken(oldest.Address)) return oldest.Address;
            Forget(oldest);
        }
        return null;
    }

    /// <summary>Holds an address for a client: short for an offer, long for a lease. The caller has seen that it is available.</summary>
    public LeaseEntry Hold(IPv4 address, HardwareAddress client, EntryState state, long until)
    {
        var entry = At(address) is { } present && present.Client == client ? present : Take(address, client);
        _byClient[client] = entry;
        // An offer to a client that holds a lease changes nothing about the lease.
        if (state == EntryState.Offered && entry.State == EntryState.Bound && entry.List is not null) return entry;
        entry.State = state;
        entry.Expires = until;
        ListOf(state, inherited: false).Append(entry);
        return entry;
    }

    /// <summary>Frees an address; its client gets it again if it comes in time.</summary>
    public void Free(LeaseEntry entry)
    {
        entry.State = EntryState.Free;
        entry.DurableUntil = 0;
        _free.Append(entry);
    }

    /// <summary>Keeps an address from everybody.</summary>
    public void Decline(LeaseEntry entry, long until)
    {
        if (_byClient.GetValueOrDefault(entry.Client) == entry) _byClient.Remove(entry.Client);
        entry.State = EntryState.Declined;
        entry.DurableUntil = 0;
        entry.Expires = until;
        _declined.Append(entry);
    }

    private LeaseEntry Take(IPv4 address, HardwareAddress client)
    {
        if (At(address) is { } holder) Forget(holder);
        // The client's former offer is free for others at once; a former lease is held until it ends, since the client may still use it.
        if (Find(client) is { } former && former.State == EntryState.Offered) Free(former);
        var entry = new LeaseEntry(address, client);
        _byAddress[address] = entry;
        _byClient[client] = entry;
        return entry;
    }

    private void Forget(LeaseEntry entry)
    {
        entry.List?.Remove(entry);
        _byAddress.Remove(entry.Address);
        if (_byClient.GetValueOrDefault(entry.Client) == entry) _byClient.Remove(entry.Client);
    }

    /// <summary>Looks through the range from its start once more: what was taken (a reservation, a machine of the site) may not be any longer.</summary>
    public void Reconsider()
    {
        _fresh = first.Bits;
        _freshEnded = last.Bits < first.Bits;
    }

    private void Expire(LeaseList list, long now)
    {
        while (list.First is { } entry && entry.Expires <= now) Free(entry);
    }

    private LeaseList ListOf(EntryState state, bool inherited) => state switch
    {
        EntryState.Offered => _offered,
        EntryState.Bound => inherited ? _inherited : _bound,
        EntryState.Declined => _declined,
        _ => _free,
    };
}
