using Racklight.State;

namespace Racklight.Nodes.Boots;

/// <summary>A node's boot in the hands of one caller; others wait until it is disposed.</summary>
internal sealed class BootHold : IDisposable
{
    private const int MessageLimit = 500;
    private const int DataLimit = 4096;

    /// <summary>What stands in the data of <see cref="AppendSpent"/>'s event.</summary>
    internal const string Spent = "\"spent\":true";

    private readonly BootLedger _ledger;
    private readonly string _node;
    private readonly SemaphoreSlim _turn;

    internal BootHold(BootLedger ledger, string node, ActiveBoot? active, SemaphoreSlim turn)
    {
        (_ledger, _node, Active, _turn) = (ledger, node, active, turn);
    }

    /// <summary>The node's newest boot, or null.</summary>
    public ActiveBoot? Active { get; private set; }

    /// <summary>Opens a boot. One that was still under way is over: it never went live.</summary>
    /// <param name="mac">The machine.</param>
    /// <param name="at">When it began.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="known">What else is known of it by now; null: nothing.</param>
    public async Task<ActiveBoot> OpenAsync(MacAddress mac, DateTimeOffset at, CancellationToken cancellationToken, Func<Boot, Boot>? known = null)
    {
        if (Active is { Boot.State: BootState.Booting } old)
        {
            await _ledger.UpdateAsync(old, old.Boot with { State = BootState.Failed, Ended = at }, cancellationToken);
        }
        var seed = new Boot(0, _node, at) { Mac = mac.ToString() };
        return Active = await _ledger.OpenAsync(known?.Invoke(seed) ?? seed, cancellationToken);
    }

    /// <summary>Puts an event on the boot's timeline. The same event again is counted, not stored: then it answers false.</summary>
    public bool Append(string step, EventLevel level, string message, string? data = null, DateTimeOffset? at = null)
    {
        if (Active is not { } active) return false;
        var line = OneLine.Of(message, MessageLimit);
        if (data?.Length > DataLimit) data = null;
        return _ledger.Append(active, new BootEvent(0, active.Boot.Id, _node, at ?? _ledger.Now, step, level, line) { Data = data });
    }

    /// <summary>Tells, at the step that the boot has reached, that what held for one boot is used up by this one; found again after a restart.</summary>
    public void AppendSpent(string message)
    {
        if (Active is { } active) Append(Steps.InOrder[Math.Max(active.Reached, Steps.IndexOf(BootSteps.Script))], EventLevel.Info, message, Outcome is { } outcome ? $"{outcome[..^1]},{Spent}}}" : $"{{{Spent}}}");
    }

    /// <summary>The data of the last event when it says that nothing more will be heard of the boot; what follows keeps it.</summary>
    public string? Outcome => Active?.Last?.Data is { } data && data.StartsWith("{\"outcome\":", StringComparison.Ordinal) ? data : null;

    /// <summary>Changes what is stored of the boot; nothing is written when nothing differs.</summary>
    public async Task UpdateAsync(Func<Boot, Boot> change, CancellationToken cancellationToken)
    {
        if (Active is not { } active) return;
        var changed = change(active.Boot);
        if (changed != active.Boot) await _ledger.UpdateAsync(active, changed, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Release();
}
