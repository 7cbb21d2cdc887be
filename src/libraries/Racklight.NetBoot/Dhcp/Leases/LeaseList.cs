namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// Entries in the order in which they were put in. All entries of a list last equally long, so the first is the first to end,
/// and expiry costs nothing but a look at it: no heap, no timers.
/// </summary>
internal sealed class LeaseList
{
    private LeaseEntry? _last;

    public LeaseEntry? First { get; private set; }

    public int Count { get; private set; }

    /// <summary>Puts an entry at the end, out of the list that it was in.</summary>
    public void Append(LeaseEntry entry)
    {
        entry.List?.Remove(entry);
        entry.List = this;
        entry.Previous = _last;
        if (_last is null) First = entry;
        else _last.Next = entry;
        _last = entry;
        Count++;
    }

    public void Remove(LeaseEntry entry)
    {
        if (entry.List != this) return;
        if (entry.Previous is null) First = entry.Next;
        else entry.Previous.Next = entry.Next;
        if (entry.Next is null) _last = entry.Previous;
        else entry.Next.Previous = entry.Previous;
        entry.Previous = entry.Next = null;
        entry.List = null;
        Count--;
    }
}
