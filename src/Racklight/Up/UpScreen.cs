using System.Globalization;
using System.Text.Json;
using Racklight.State;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Up;

/// <summary>Draws an <see cref="UpState"/>: build steps, the boot's waterfall, and what a live machine is.</summary>
internal static class UpScreen
{
    private const int BarWidth = 36;

    public static IRenderable Draw(UpState state, DateTimeOffset now)
    {
        var rows = new List<IRenderable>
        {
            new Markup($"[bold]racklight up[/]  {Escape(state.Site)}  [grey]node[/] {Escape(state.Node)}  [grey]boots[/] {Escape(state.Boots)}"),
            state.Before.Count > 0 ? new Markup($"[grey]before this: {string.Join(", ", state.Before.Select(part => $"{part.What} {Seconds(part.Took)}"))}[/]") : new Text(""),
            Text.Empty,
            BuildSteps(state),
        };
        if (state.PoweredOn is { } origin)
        {
            rows.Add(Text.Empty);
            rows.Add(Waterfall(state, origin, now));
        }
        if (state.Boot?.State == BootState.Live) rows.Add(Live(state));
        if (state.Failure is { } failure) rows.Add(new Markup($"\n[bold red]failed[/]  {Escape(failure)}"));
        return new Rows(rows);
    }

    private static Grid BuildSteps(UpState state)
    {
        var grid = Columns(1, 12, 10);
        foreach (var step in state.Build)
        {
            var done = step.Took is not null || step.Cached;
            var mark = step.Cached ? "[grey]=[/]" : done ? "[green]✓[/]" : "[yellow]▸[/]";
            var time = step.Cached ? "[grey]cached[/]" : step.Took is { } took ? Seconds(took) : step.Fraction is { } f ? string.Create(CultureInfo.InvariantCulture, $"{f * 100:0} %") : "";
            var left = !done && step.Left is { } remaining ? $"  [grey]about {Seconds(remaining)} left[/]" : "";
            grid.AddRow(new Markup(mark), new Markup(Escape(step.Step)), new Markup(time), new Markup($"[grey]{Escape(Cut(step.Message, 70))}[/]{left}"));
        }
        return grid;
    }

    private static Grid Waterfall(UpState state, DateTimeOffset origin, DateTimeOffset now)
    {
        var passed = state.Milestones();
        var failed = state.Events.LastOrDefault(e => e.Level == EventLevel.Error);
        var live = passed.FirstOrDefault(e => e.Step == BootSteps.Live);
        var end = live?.At ?? now;
        var span = Math.Max((end - origin).TotalSeconds, 1);
        var grid = Columns(1, 12, 10, BarWidth);
        var from = origin;
        var waiting = true;
        foreach (var step in UpState.Steps)
        {
            var milestone = passed.FirstOrDefault(e => e.Step == step);
            if (milestone is not null)
            {
                grid.AddRow(new Markup("[green]✓[/]"), new Markup(step), new Markup(Seconds(milestone.At - from)), Bar(from, milestone.At, "green"), new Markup($"[grey]{Escape(Cut(milestone.Message, 60))}[/]"));
                from = milestone.At;
            }
            else if (waiting)
            {
                waiting = false;
                var latest = state.Events.LastOrDefault(e => e.Step == step);
                var note = latest?.Message ?? (step == BootSteps.Dhcp ? "waiting for the firmware's first packet" : "");
                grid.AddRow(new Markup(failed is null ? "[yellow]▸[/]" : "[red]✗[/]"), new Markup(step), new Markup(Seconds(now - from)), Bar(from, now, failed is null ? "yellow" : "red"), new Markup($"[grey]{Escape(Cut(note, 60))}[/]"));
            }
            else
            {
                grid.AddRow(new Markup("[grey]·[/]"), new Markup($"[grey]{step}[/]"));
            }
        }
        return grid;

        Markup Bar(DateTimeOffset start, DateTimeOffset stop, string colour)
        {
            var left = (int)Math.Clamp((start - origin).TotalSeconds / span * BarWidth, 0, BarWidth - 1);
            var width = (int)Math.Clamp(Math.Ceiling((stop - start).TotalSeconds / span * BarWidth), 1, BarWidth - left);
            return new Markup($"{new string(' ', left)}[{colour}]{new string('━', width)}[/]");
        }
    }

    private static Grid Live(UpState state)
    {
        var report = state.MachineReport();
        var grid = Columns(14);
        grid.AddRow(new Markup("\n[bold green]live[/]"), new Markup($"\n{Escape(state.Node)} at [bold]{Escape(state.Boot?.Address ?? "?")}[/]"));
        Row("image", $"{Escape(state.Image?.Manifest.Name ?? "")} {Escape((state.Boot?.Image ?? "")[..Math.Min(12, state.Boot?.Image?.Length ?? 0)])}  [grey]root file[/] {Escape(UpState.Text(report, "digest") is { Length: >= 12 } digest ? digest[..12] : "?")} [grey](measured by the machine)[/]");
        if (report is { ValueKind: JsonValueKind.Object } r && r.TryGetProperty("memory", out var memory) && memory.ValueKind == JsonValueKind.Object && Number(memory, "used") is { } used && Number(memory, "total") is { } total)
        {
            Row("memory", string.Create(CultureInfo.InvariantCulture, $"{used / 1024:0} of {total / 1024:0} MiB used"));
        }
        var persisted = UpState.PersistedPaths(report);
        Row("persisted", persisted.Count > 0 ? Escape(string.Join("  ", persisted)) : "[yellow]nothing: no data disk[/]");
        if (state.Ssh is { } ssh) Row("log in", Escape(ssh));
        if (state.Dashboard is { } dashboard) Row("dashboard", Escape(dashboard.ToString()));
        Row("", "[grey]Ctrl-C switches the rack off and leaves nothing behind[/]");
        return grid;

        void Row(string name, string value) => grid.AddRow(new Markup($"[grey]{name}[/]"), new Markup(value));
    }

    private static Grid Columns(params ReadOnlySpan<int> widths)
    {
        var grid = new Grid();
        foreach (var width in widths) grid.AddColumn(new GridColumn { Width = width, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        if (widths.Length == 4) return grid;
        return grid;
    }

    private static double? Number(JsonElement element, string name)
        => element.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;

    private static string Seconds(TimeSpan time)
        => time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string Escape(string text) => Markup.Escape(text);
}
