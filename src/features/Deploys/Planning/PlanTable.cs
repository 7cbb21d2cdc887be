using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Deploys.Planning;

/// <summary>A plan for people: hop by hop, what to look at first and what to run last.</summary>
internal static class PlanTable
{
    private const int ShownNames = 12;

    /// <summary>The plan, as text.</summary>
    public static Rows Of(DeployPlan plan)
    {
        var rows = new List<IRenderable>
        {
            new Text($"{plan.Tool}: {string.Join(" > ", plan.Path)}  ({plan.Hops.Count} {(plan.Hops.Count == 1 ? "hop" : "hops")})"),
        };
        if (plan.OtherPath is { } other) rows.Add(new Text($"also legal: {string.Join(" > ", other)}  ({other.Count - 1} hops{(other.Count > plan.Path.Count ? ", --cautious" : "")})"));
        if (plan.Hops.Count == 0) rows.Add(new Text("there is nothing to upgrade"));
        foreach (var (hop, number) in plan.Hops.Select(static (hop, index) => (hop, index + 1))) rows.AddRange(Hop(hop, number));
        return new Rows(rows);
    }

    private static IEnumerable<IRenderable> Hop(PlanHop hop, int number)
    {
        yield return new Text($"\n== {number}. {hop.From} > {hop.To}{(hop.Skips ? " (skips a release)" : "")}: version {hop.Version}{(hop.Ansible is { } ansible ? $", {ansible}" : "")}", new Style(decoration: Decoration.Bold));
        if (hop.Checks.Count > 0)
        {
            var checks = Lines();
            foreach (var check in hop.Checks)
            {
                checks.AddRow(new Text(Mark(check.Verdict)), new Text(check.Text));
                if (check.Found is { } found) checks.AddRow(Text.Empty, new Text("found: " + found));
                if (check.Verdict != PlanVerdict.Met && check.Remedy is { } remedy) checks.AddRow(Text.Empty, new Text("if not: " + remedy));
            }
            yield return checks;
        }
        foreach (var note in hop.Notes) yield return new Text($"- {note.Text}");
        foreach (var line in Changes(hop)) yield return new Text(line);
        foreach (var interruption in hop.Interruptions) yield return new Text($"! {interruption}");
        var steps = Lines();
        foreach (var (step, place) in hop.Steps.Select(static (step, index) => (step, index + 1)))
        {
            steps.AddRow(new Text($"{place}."), new Text($"{step.Id}{(step.Limit is { } limit ? $"  (at most {limit.TotalMinutes:0} min)" : "")}", new Style(decoration: Decoration.Bold)));
            steps.AddRow(Text.Empty, new Text(step.Manual ? $"({step.Name}) {step.Note}" : string.Join(' ', step.Command.Select(ShellWord.Quoted))));
        }
        yield return steps;
    }

    // A command is far longer than a terminal is wide: it wraps below itself, not below a column of others.
    private static Grid Lines() => new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 1, 0), Width = 3 }).AddColumn(new GridColumn { Padding = new Padding(0) });

    private static IEnumerable<string> Changes(PlanHop hop)
    {
        foreach (var (what, names) in new[] { ("secrets", hop.Secrets), ("settings", hop.Settings), ("groups", hop.Groups) })
        {
            if (names.Added.Count > 0) yield return $"+ {what}: {Some(names.Added)}";
            if (names.Removed.Count > 0) yield return $"- {what}: {Some(names.Removed)}";
        }
        if (hop.VanishedSettings.Count > 0) yield return $"- of your settings, {hop.To} knows no more: {string.Join(", ", hop.VanishedSettings)}";
        if (hop.Images.Count > 0) yield return $"images: those of the default services, and of {string.Join(", ", hop.Images)}";
    }

    private static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(ShownNames)) + (names.Count > ShownNames ? $" and {names.Count - ShownNames} more (-o json)" : "");

    private static string Mark(PlanVerdict verdict) => verdict switch { PlanVerdict.Met => "ok", PlanVerdict.NotMet => "NO", _ => "?" };
}
