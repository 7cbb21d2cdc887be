namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>
/// What running a line can come to. A line whose last status is a failure ends the script; <c>||</c>, <c>&amp;&amp;</c> and <c>;</c> decide
/// what runs after what, and a command that was skipped leaves the status as it was.
/// </summary>
/// <param name="GoesOn">The next line can be reached.</param>
/// <param name="Failing">The commands whose failure ends the script here.</param>
/// <param name="Jumps">The <c>goto</c>s that can be run.</param>
internal sealed record LineOutcome(bool GoesOn, IReadOnlyList<IpxeCommand> Failing, IReadOnlyList<IpxeCommand> Jumps)
{
    public static LineOutcome Of(IpxeLine line, ScriptModel model)
    {
        var ok = true;
        var failing = new List<IpxeCommand>();
        var jumps = new List<IpxeCommand>();
        foreach (var command in line.Commands)
        {
            switch (command.Before)
            {
                case "&&" when !ok:
                case "||" when failing.Count == 0:
                    continue;
                case "&&":
                    ok = false;
                    break;
                case "||":
                    failing.Clear();
                    break;
                case ";":
                    if (!ok && failing.Count == 0) return new(false, failing, jumps);
                    ok = false;
                    failing.Clear();
                    break;
                default:
                    ok = false;
                    break;
            }
            var (canSucceed, canFail) = Statuses(command, model);
            ok |= canSucceed;
            if (canFail) failing.Add(command);
            if (command.Name == "goto") jumps.Add(command);
        }
        return new(ok, failing, jumps);
    }

    private static (bool CanSucceed, bool CanFail) Statuses(IpxeCommand command, ScriptModel model)
    {
        if (command.Words.Count == 0) return (true, false);
        if (ScriptModel.Target(command) is { } target)
        {
            if (!target.Text.Contains("${", StringComparison.Ordinal)) return (false, !model.HasLabel(target.Text));
            return (false, !model.Values.HasAllLabels(command, target));
        }
        return CommandKinds.Of(command) switch
        {
            CommandKind.Leaves => (false, false),
            CommandKind.OneWay => (false, true),
            CommandKind.Device or CommandKind.Fetch or CommandKind.Condition or CommandKind.Choose => (true, true),
            _ => (true, !command.First.IsExpanded && !model.Capabilities.Knows(command.Name)),
        };
    }
}
