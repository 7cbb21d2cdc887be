using System.Collections.Concurrent;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Solicitations;

/// <summary>The machines whose iPXE asked by DHCP a moment ago. Bounded; noted on the DHCP server's threads.</summary>
internal sealed class IpxeClients(TimeProvider clock)
{
    private const int Limit = 8192;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<HardwareAddress, long> _seen = new();

    /// <summary>Notes one.</summary>
    public void Note(HardwareAddress client)
    {
        if (_seen.Count >= Limit) Forget();
        _seen[client] = clock.GetTimestamp();
    }

    /// <summary>Whether that Ethernet address is one.</summary>
    public bool Contains(ReadOnlyMemory<byte> octets)
        => _seen.TryGetValue(new HardwareAddress(1, octets.Span), out var when) && clock.GetElapsedTime(when) < Moment;

    private void Forget()
    {
        foreach (var (client, when) in _seen)
        {
            if (clock.GetElapsedTime(when) >= Moment) _seen.TryRemove(client, out _);
        }
        // A storm of more within a minute: the late ones wait as they would without us.
        if (_seen.Count >= Limit) _seen.Clear();
    }
}
