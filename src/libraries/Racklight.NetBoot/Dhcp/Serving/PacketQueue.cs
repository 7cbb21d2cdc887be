namespace Racklight.NetBoot.Dhcp;

/// <summary>Between the threads that drain the sockets and the one that handles: whole batches change hands. Bounded.</summary>
internal sealed class PacketQueue(int capacity)
{
    private readonly object _gate = new();
    private List<Datagram> _waiting = [];
    private bool _closed;

    /// <summary>Adds datagrams.</summary>
    /// <returns>How many had no room: the newest ones, since who waits longest is answered first.</returns>
    public int Add(List<Datagram> received)
    {
        lock (_gate)
        {
            var room = Math.Min(received.Count, capacity - _waiting.Count);
            for (var i = 0; i < room; i++) _waiting.Add(received[i]);
            if (room > 0) Monitor.Pulse(_gate);
            return received.Count - room;
        }
    }

    /// <summary>Waits for datagrams and exchanges the filled list for an empty one.</summary>
    /// <returns>False when the queue is closed.</returns>
    public bool TryTake(ref List<Datagram> batch)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed) Monitor.Wait(_gate);
            if (_closed) return false;
            (batch, _waiting) = (_waiting, batch);
            return true;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
