using System.CommandLine;
using Racklight.Deploys.Planning;
using Racklight.Yaml;

namespace Racklight.Deploys.Running.Commands;

/// <summary>
/// What only a person can say before an upgrade. On a terminal each is asked for; elsewhere <c>--yes</c> and <c>--confirm</c> must say so, and
/// <c>--yes</c> does not speak for what a wrong answer would destroy for good.
/// </summary>
internal sealed class Confirmations
{
    private readonly Option<bool> _yes = new("--yes") { Description = "All that a person must confirm is so, but for what would be lost for good if it were not" };
    private readonly Option<string[]> _confirm = new("--confirm") { Description = "That is so: a check of the plan, as 2026.1/innodb-log (repeatable)", HelpName = "CHECK" };

    /// <summary>Adds the options to a verb.</summary>
    public Command AddTo(Command command)
    {
        command.Options.Add(_yes);
        command.Options.Add(_confirm);
        return command;
    }

    /// <summary>The checks of a plan that are a person's, by the name that <c>--confirm</c> takes.</summary>
    public static IReadOnlyList<(string Name, PlanHop Hop, PlanCheck Check)> Of(DeployPlan plan)
        => [.. plan.Hops.SelectMany(static hop => hop.Checks.Where(static check => check.Verdict == PlanVerdict.Confirm).Select(check => ($"{hop.To}/{check.Id}", hop, check)))];

    /// <summary>Gets them confirmed.</summary>
    /// <returns>The names of those that were, for the record.</returns>
    /// <exception cref="ProblemException">One was not, or nobody can be asked: then all are named.</exception>
    public IReadOnlyList<string> Require(ParseResult parsed, DeployPlan plan)
        => Require(plan, parsed.GetValue(_yes), parsed.GetValue(_confirm) ?? [], Console.IsInputRedirected ? null : Console.In, Console.Error);

    /// <param name="plan">The plan.</param>
    /// <param name="yes"><c>--yes</c>.</param>
    /// <param name="confirmed"><c>--confirm</c>.</param>
    /// <param name="person">Where a person answers; null: nobody is there.</param>
    /// <param name="shown">Where the questions are shown.</param>
    internal static IReadOnlyList<string> Require(DeployPlan plan, bool yes, IReadOnlyList<string> confirmed, TextReader? person, TextWriter shown)
    {
        var all = Of(plan);
        foreach (var name in confirmed)
        {
            if (all.Any(one => one.Name == name)) continue;
            var near = NearestWord.Of(name, all.Select(static one => one.Name));
            throw new ProblemException($"--confirm {name}: the plan asks for no such thing{(near is null ? "" : $", did you mean `{near}`?")}", all.Count == 0 ? "leave it out" : "one of " + string.Join(", ", all.Select(static one => one.Name)));
        }
        var open = all.Where(one => !confirmed.Contains(one.Name) && !(yes && !one.Check.Lasting)).ToList();
        if (open.Count > 0 && person is null) throw new ProblemException([.. open.Select(Unconfirmed)], ExitCodes.NotSo);
        foreach (var one in open) Ask(one, person!, shown);
        return [.. all.Select(static one => one.Name)];
    }

    private static void Ask((string Name, PlanHop Hop, PlanCheck Check) one, TextReader person, TextWriter shown)
    {
        shown.WriteLine($"{one.Hop.From} → {one.Hop.To}: {one.Check.Text}");
        if (one.Check.Found is { } found) shown.WriteLine($"    found: {found}");
        if (one.Check.Remedy is { } remedy) shown.WriteLine($"    if not: {remedy}");
        if (one.Check.Lasting) shown.WriteLine("    if it is not so, what is lost does not come back");
        while (true)
        {
            shown.Write("  is that so? [y/n] ");
            switch (person.ReadLine()?.Trim().ToUpperInvariant())
            {
                case "Y" or "YES":
                    return;
                case "N" or "NO" or null:
                    throw new ProblemException($"not confirmed: {one.Check.Text}", one.Check.Remedy ?? $"--confirm {one.Name} when it is so", ExitCodes.NotSo);
            }
        }
    }

    private static Problem Unconfirmed((string Name, PlanHop Hop, PlanCheck Check) one)
        => new($"{one.Hop.From} → {one.Hop.To}: a person must confirm: {one.Check.Text}") { Hint = $"--confirm {one.Name}{(one.Check.Lasting ? " (--yes does not: what is lost does not come back)" : ", or --yes for all of its kind")}{(one.Check.Remedy is { } remedy ? $"; if it is not so: {remedy}" : "")}" };
}
