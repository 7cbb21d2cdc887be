using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Racklight.State;

namespace Racklight.Nodes.Boots;

/// <summary>
/// The newest boot of every node, in memory and in the store. All writes to a node's boot go through <see cref="EnterAsync"/>,
/// so that DHCP, TFTP, HTTP and the machine's own reports never race; after a restart boots are found again in the store.
/// </summary>
internal sealed class BootLedger(IBootStore store, BootFeed feed, MachineBook book, TimeProvider clock) : IDisposable
{
    private const int UnknownLimit = 10_000;

    // Longer ago than any boot takes, an address may be another machine's by now.
    private static readonly TimeSpan AddressLimit = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, ActiveBoot> _boots = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];
    private readonly SemaphoreSlim _loading = new(1);
    private bool _loaded;

    /// <summary>The store behind it.</summary>
    public IBootStore Store => store;

    /// <summary>Waits for a node's turn and gives its boot to the caller until the hold is disposed.</summary>
    public async Task<BootHold> EnterAsync(string node, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var turn = _locks[(uint)StringComparer.Ordinal.GetHashCode(node) % _locks.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            var active = _boots.GetValueOrDefault(node);
            if (active is { Loaded: false }) await ReadBackAsync(active, cancellationToken);
            return new BootHold(this, node, active, turn);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <summary>True when a boot of that node is known to be under way.</summary>
    public bool IsBooting(string node) => _boots.TryGetValue(node, out var active) && active.Boot.State == BootState.Booting;

    /// <summary>The newest boot of every node with its last event.</summary>
    public async Task<IReadOnlyList<(Boot Boot, BootEvent? Last)>> LatestAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var all = new List<(Boot, BootEvent?)>();
        foreach (var (node, active) in _boots)
        {
            if (!active.Loaded)
            {
                using var hold = await EnterAsync(node, cancellationToken);
            }
            all.Add((active.Boot, active.Last));
        }
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loading.Dispose();
        foreach (var turn in _locks) turn.Dispose();
    }

    internal async Task<ActiveBoot> OpenAsync(Boot seed, CancellationToken cancellationToken)
    {
        if (_boots.Count >= UnknownLimit && !_boots.ContainsKey(seed.Node)) ForgetOldest();
        var active = new ActiveBoot(await store.StartAsync(seed, cancellationToken)) { Loaded = true };
        _boots[seed.Node] = active;
        feed.Publish(active.Boot, null);
        return active;
    }

    internal async Task UpdateAsync(ActiveBoot active, Boot boot, CancellationToken cancellationToken)
    {
        var stateChanged = active.Boot.State != boot.State;
        active.Boot = boot;
        await store.UpdateAsync(boot, cancellationToken);
        if (stateChanged) feed.Publish(boot, null);
    }

    internal bool Append(ActiveBoot active, BootEvent said)
    {
        active.LastHeard = said.At;
        if (active.Last is { } last && last.Step == said.Step && last.Level == said.Level && last.Message == said.Message)
        {
            // Watchers see the newest values (a download's progress) under the id of the first.
            active.Repeats++;
            if (said.Data is { } data && data != last.Data) active.Last = last with { Data = data };
            feed.Publish(active.Boot, active.Last);
            return false;
        }
        if (!active.MayAppend(said.At)) return false;
        if (active is { Repeats: > 0, Last: { } repeated })
        {
            var times = active.Repeats == 1 ? "once more" : $"{active.Repeats} more times";
            store.Append(repeated with { Id = 0, At = said.At, Message = $"{OneLine.Of(repeated.Message, 470)} ({times})", Data = repeated.Data ?? $$"""{"repeated":{{active.Repeats}}}""" });
        }
        active.Repeats = 0;
        active.Reached = Math.Max(active.Reached, Steps.IndexOf(said.Step));
        active.Last = store.Append(said);
        feed.Publish(active.Boot, active.Last);
        return true;
    }

    internal DateTimeOffset Now => clock.GetUtcNow();

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _loaded)) return;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_loaded) return;
            foreach (var boot in await store.LatestAsync(cancellationToken)) _boots[boot.Node] = new ActiveBoot(boot);
            Volatile.Write(ref _loaded, true);
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task ReadBackAsync(ActiveBoot active, CancellationToken cancellationToken)
    {
        foreach (var e in await store.EventsAsync(active.Boot.Id, cancellationToken))
        {
            active.Reached = Math.Max(active.Reached, Steps.IndexOf(e.Step));
            active.Last = e;
            active.LastHeard = e.At;
            active.Spent |= e.Data?.Contains(BootHold.Spent, StringComparison.Ordinal) == true;
            if (active.Boot.State == BootState.Booting && e.Step == BootSteps.Dhcp && clock.GetUtcNow() - e.At < AddressLimit) RecallAddress(active.Boot, e.Data);
        }
        active.Loaded = true;
    }

    /// <summary>What DHCP vouched for before a restart: without it the initramfs, which may have another address than iPXE had, would be refused.</summary>
    private void RecallAddress(Boot boot, string? data)
    {
        if (data is null || !MacAddress.TryParse(boot.Mac, out var mac)) return;
        using var json = JsonDocument.Parse(data);
        if (json.RootElement.TryGetProperty("address", out var said) && IPAddress.TryParse(said.GetString(), out var address)) book.Note(mac, address, null, byDhcp: true);
    }

    private void ForgetOldest()
    {
        foreach (var (node, active) in _boots.OrderBy(pair => pair.Value.LastHeard).Take(UnknownLimit / 10).ToList())
        {
            if (active.Boot.State != BootState.Live) _boots.TryRemove(node, out _);
        }
    }
}
