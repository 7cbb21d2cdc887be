using System.Text.Json;
using Racklight.Images;
using Racklight.State;

namespace Racklight.Up;

/// <summary>All that the view shows, as plain values: so that one picture can be drawn at any moment, and tested.</summary>
internal sealed class UpState
{
    /// <summary>The steps of a boot, in order.</summary>
    public static readonly IReadOnlyList<string> Steps = [BootSteps.Dhcp, BootSteps.Loader, BootSteps.Script, BootSteps.Kernel, BootSteps.Initramfs, BootSteps.Rootfs, BootSteps.Live];

    private readonly Lock _lock = new();
    private readonly List<BuildProgress> _build = [];
    private readonly List<BootEvent> _events = [];

    /// <summary>The site's directory.</summary>
    public required string Site { get; init; }

    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>What the node boots, as the site says it.</summary>
    public required string Boots { get; init; }

    /// <summary>The command started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When the machine was switched on.</summary>
    public DateTimeOffset? PoweredOn { get; set; }

    /// <summary>The dashboard.</summary>
    public Uri? Dashboard { get; set; }

    /// <summary>How to log in.</summary>
    public string? Ssh { get; set; }

    /// <summary>The image, once built.</summary>
    public Image? Image { get; set; }

    /// <summary>The boot as last stored.</summary>
    public Boot? Boot { get; set; }

    /// <summary>What the start from source took before this program ran: installing packages, building. Empty for a released binary.</summary>
    public required IReadOnlyList<(string What, TimeSpan Took)> Before { get; init; }

    /// <summary>Why it ended, when it ended badly.</summary>
    public string? Failure { get; set; }

    /// <summary>The build's steps as last reported, in order.</summary>
    public IReadOnlyList<BuildProgress> Build
    {
        get
        {
            lock (_lock) return [.. _build];
        }
    }

    /// <summary>The boot's events so far, oldest first.</summary>
    public IReadOnlyList<BootEvent> Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>Takes in a build's report.</summary>
    public void Report(BuildProgress progress)
    {
        lock (_lock)
        {
            var at = _build.FindIndex(known => known.Index == progress.Index);
            if (at >= 0) _build[at] = progress;
            else _build.Add(progress);
        }
    }

    /// <summary>Takes in an event; false when it was known.</summary>
    public bool Report(BootEvent bootEvent)
    {
        lock (_lock)
        {
            if (_events.Exists(known => known.Id == bootEvent.Id)) return false;
            _events.Add(bootEvent);
            _events.Sort(static (a, b) => a.At == b.At ? a.Id.CompareTo(b.Id) : a.At.CompareTo(b.At));
            return true;
        }
    }

    /// <summary>
    /// The event that stands for each step that was passed: its first, but for kernel and rootfs the last good one, since those
    /// steps are passed when the files are there.
    /// </summary>
    public IReadOnlyList<BootEvent> Milestones()
    {
        var events = Events;
        var passed = new List<BootEvent>();
        foreach (var step in Steps)
        {
            var own = events.Where(e => e.Step == step && e.Level != EventLevel.Error);
            var milestone = step is BootSteps.Kernel or BootSteps.Rootfs ? own.LastOrDefault() : own.FirstOrDefault();
            if (milestone is not null) passed.Add(milestone);
        }
        return passed;
    }

    /// <summary>What the live machine told of itself, or null.</summary>
    public JsonElement? MachineReport()
    {
        if (Boot?.Report is not { } text) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The result for <c>-o json</c>.</summary>
    public UpReport ToReport(string state)
    {
        var origin = PoweredOn ?? Started;
        UpEvent Convert(BootEvent e) => new(e.Step, e.At, Math.Round((e.At - origin).TotalSeconds, 3), e.Level.ToString().ToLowerInvariant(), e.Message);
        var machine = MachineReport();
        var live = Events.FirstOrDefault(e => e.Step == BootSteps.Live);
        return new UpReport
        {
            State = state,
            Node = Node,
            Digest = Text(machine, "digest"),
            Image = Boot?.Image ?? Image?.Digest.Hex,
            Address = Boot?.Address,
            Cmdline = Text(machine, "cmdline"),
            Persisted = PersistedPaths(machine),
            Problem = state == "live" ? null : Failure,
            Seconds = live is null ? null : Math.Round((live.At - origin).TotalSeconds, 3),
            Events = [.. Milestones().Select(Convert)],
            Timeline = [.. Events.Select(Convert)],
            Report = machine,
        };
    }

    /// <summary>The paths of a machine's report that lie on the data disk.</summary>
    internal static IReadOnlyList<string> PersistedPaths(JsonElement? machine)
        => machine is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty("persisted", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => Text(item, "path")).OfType<string>()]
            : [];

    internal static string? Text(JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
