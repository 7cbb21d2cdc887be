using Racklight.App.Dashboard;
using Racklight.Nodes.Boots;
using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>What was said during a step, besides the step itself.</summary>
/// <param name="Offset">How long after power-on.</param>
/// <param name="Tone">How loud.</param>
/// <param name="Message">One line.</param>
public sealed record WaterfallNote(TimeSpan Offset, Tone Tone, string Message);

/// <summary>A step of a boot as a bar.</summary>
/// <param name="Step">One of <see cref="BootSteps"/>.</param>
/// <param name="Tone">How it stands.</param>
/// <param name="From">Where the bar begins: 0 to 100.</param>
/// <param name="Width">How long it is, in the same unit.</param>
/// <param name="Took">How long the step took; null before it began.</param>
/// <param name="Notes">What was said.</param>
public sealed record WaterfallRow(string Step, Tone Tone, double From, double Width, TimeSpan? Took, IReadOnlyList<WaterfallNote> Notes)
{
    /// <summary>What the step is, in words.</summary>
    public string Label => Step switch
    {
        BootSteps.Dhcp => "address",
        BootSteps.Loader => "loader",
        BootSteps.Script => "script",
        BootSteps.Kernel => "kernel",
        BootSteps.Initramfs => "initramfs",
        BootSteps.Rootfs => "root file",
        _ => "live",
    };
}

/// <summary>A boot as bars on one time axis. A bar ends where its step was reached, and begins where the one before ended.</summary>
/// <param name="Length">What the axis spans.</param>
/// <param name="Running">The boot goes on.</param>
/// <param name="Rows">One for each step.</param>
public sealed record Waterfall(TimeSpan Length, bool Running, IReadOnlyList<WaterfallRow> Rows)
{
    /// <summary>The ticks of the axis: place (0 to 100) and label.</summary>
    public IEnumerable<(double At, string Label)> Ticks
    {
        get
        {
            var step = TickStep(Length.TotalSeconds);
            for (var s = 0.0; s <= Length.TotalSeconds * 0.94; s += step) yield return (100 * s / Length.TotalSeconds, s == 0 ? "0" : Amount.Seconds(TimeSpan.FromSeconds(s)));
        }
    }

    /// <summary>Draws a boot.</summary>
    public static Waterfall Of(Boot boot, IReadOnlyList<BootEvent> events, NodeState state, DateTimeOffset now)
    {
        var running = state == NodeState.Booting;
        var last = events.Count == 0 ? boot.Started : events[^1].At;
        var live = events.FirstOrDefault(e => e.Step == BootSteps.Live && e.Level != EventLevel.Error)?.At;
        var end = live ?? (running ? now : last);
        var length = TimeSpan.FromSeconds(Math.Max((end - boot.Started).TotalSeconds, 1));
        var reached = -1;
        foreach (var e in events) reached = Math.Max(reached, Steps.IndexOf(e.Step));
        var rows = new List<WaterfallRow>();
        var begin = boot.Started;
        for (var i = 0; i < Steps.InOrder.Count; i++)
        {
            var step = Steps.InOrder[i];
            var own = events.Where(e => e.Step == step).ToList();
            var milestone = Milestone(step, own);
            var current = i == reached && running && step != BootSteps.Live && milestone is null;
            // The step after the last one reached is what the machine is busy with now.
            var next = running && i == reached + 1;
            var until = milestone ?? (current || next ? end : own.Count > 0 ? own[^1].At : null);
            if (until > end) until = end;
            if (until is not { } to)
            {
                rows.Add(new WaterfallRow(step, Tone.Quiet, 0, 0, null, []));
                continue;
            }
            if (to < begin) to = begin;
            var worst = own.Count == 0 ? EventLevel.Info : own.Max(e => e.Level);
            var tone = worst == EventLevel.Error ? Tone.Bad : current || next ? Tone.Busy : worst == EventLevel.Warning ? Tone.Warning : Tone.Good;
            rows.Add(new WaterfallRow(step, tone, Part(begin, boot.Started, length), Part(to, begin, length), to - begin, Notes(boot, own)));
            begin = to;
        }
        return new Waterfall(length, running, rows);
    }

    private static DateTimeOffset? Milestone(string step, List<BootEvent> own)
    {
        // A step that ended in a fault lasts up to it.
        if (own.Count > 0 && own[^1].Level == EventLevel.Error) return own[^1].At;
        var good = own.Where(e => e.Level != EventLevel.Error).ToList();
        // Files are there when the last of them is; firmware asks for its address several times.
        return good.Count == 0 ? null : step is BootSteps.Kernel or BootSteps.Rootfs or BootSteps.Dhcp ? good[^1].At : good[0].At;
    }

    private static double Part(DateTimeOffset to, DateTimeOffset from, TimeSpan length) => Math.Round(Math.Clamp(100 * (to - from) / length, 0, 100), 3);

    private static List<WaterfallNote> Notes(Boot boot, List<BootEvent> own)
    {
        // All faults, and the newest of the rest: a page, not a log (the API has every event).
        var shown = own.Where(e => e.Level != EventLevel.Info).TakeLast(6).Concat(own.Where(e => e.Level == EventLevel.Info).TakeLast(2)).OrderBy(e => e.At);
        return [.. shown.Select(e => new WaterfallNote(e.At - boot.Started, e.Level switch { EventLevel.Error => Tone.Bad, EventLevel.Warning => Tone.Warning, _ => Tone.Quiet }, e.Message))];
    }

    private static double TickStep(double seconds)
    {
        foreach (var step in new[] { 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600 })
        {
            if (seconds / step <= 7) return step;
        }
        return seconds / 6;
    }
}
