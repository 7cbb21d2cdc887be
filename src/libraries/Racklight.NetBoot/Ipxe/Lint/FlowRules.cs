namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Which lines can be reached, whether the end can, and what ends the script before.</summary>
internal static class FlowRules
{
    public static IEnumerable<IpxeFinding> Check(ScriptModel model)
    {
        var outcomes = model.Lines.Select(line => LineOutcome.Of(line, model)).ToList();
        var reached = Reach(model, outcomes);
        var told = false;
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (model.Lines[i].Commands.Count == 0) continue;
            if (!reached[i] && !told) yield return Unreachable(model.Lines[i]);
            told = !reached[i];
            foreach (var failing in outcomes[i].Failing)
            {
                if (Unguarded(failing) is { } finding) yield return finding;
            }
        }
        if (outcomes.Count == 0 || (reached[^1] && outcomes[^1].GoesOn))
        {
            yield return new(Math.Max(1, model.Lines.Count), 1, IpxeRule.RunsOffEnd, "", "the script can run off its end, which goes back to the script that chained it, or drops the machine into its firmware", "end it with a jump, a boot, a chain or an exit");
        }
    }

    private static bool[] Reach(ScriptModel model, List<LineOutcome> outcomes)
    {
        var reached = new bool[outcomes.Count];
        var open = new Stack<int>();
        var everywhere = false;
        var followed = new HashSet<string>(StringComparer.Ordinal);
        void Open(int line)
        {
            if (line < 0 || line >= reached.Length || reached[line]) return;
            reached[line] = true;
            open.Push(line);
        }

        Open(0);
        while (open.TryPop(out var line))
        {
            if (outcomes[line].GoesOn) Open(line + 1);
            foreach (var jump in outcomes[line].Jumps)
            {
                if (ScriptModel.Target(jump) is not { } target) continue;
                if (!target.Text.Contains("${", StringComparison.Ordinal)) Open(model.LineOf(target.Text));
                else if (model.Values.Targets(jump, target) is { } values)
                {
                    if (!followed.Add(target.Text)) continue;
                    foreach (var value in values) Open(model.LineOf(value));
                }
                else if (!everywhere)
                {
                    // A jump by a value from elsewhere may lead to any label.
                    everywhere = true;
                    for (var i = 0; i < model.Lines.Count; i++)
                    {
                        if (model.Lines[i].Label is not null) Open(i);
                    }
                }
            }
        }
        return reached;
    }

    private static IpxeFinding Unreachable(IpxeLine line)
    {
        var word = line.Label ?? line.Commands[0].Words.FirstOrDefault(new IpxeWord("", line.Number, 1));
        return IpxeFinding.At(word, IpxeRule.Unreachable, "nothing leads here: the line before never goes on, and no jump that can be run names a label here", "put a label before it and jump there, or take it out");
    }

    private static IpxeFinding? Unguarded(IpxeCommand command)
    {
        if (CommandKinds.IsFetch(command))
            return IpxeFinding.At(command.First, IpxeRule.UnguardedFetch, $"when this {command.Name} fails, the script ends", "add '|| goto LABEL'");
        return CommandKinds.Of(command) switch
        {
            CommandKind.Choose => IpxeFinding.At(command.First, IpxeRule.UnguardedChoose, $"Escape makes {command.Name} fail, and the script ends", "add '|| goto LABEL', with the label of the menu before"),
            CommandKind.Condition => IpxeFinding.At(command.First, IpxeRule.UnguardedCondition, $"when {command.Name} says no, the line fails and the script ends", "add '||' to go on with the next line, or '|| goto LABEL'"),
            _ => null,
        };
    }
}
