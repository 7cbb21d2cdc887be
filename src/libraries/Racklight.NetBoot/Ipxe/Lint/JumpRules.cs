namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Labels and the jumps to them.</summary>
internal static class JumpRules
{
    /// <summary>How far behind a choice its jump is looked for.</summary>
    private const int Patience = 40;

    public static IEnumerable<IpxeFinding> Check(ScriptModel model)
    {
        foreach (var line in model.Lines)
        {
            if (line.Label is not { } label) continue;
            var first = model.LabelAt(label.Text);
            if (first != label)
                yield return IpxeFinding.At(label, IpxeRule.DuplicateLabel, $"the label ':{IpxeFinding.Shorten(label.Text)}' stands in line {first.Line} already, and iPXE finds only that one", "give the second another name");
        }
        // Those of the menu that have no label here.
        var items = new List<IpxeWord>();
        for (var i = 0; i < model.Lines.Count; i++)
        {
            foreach (var command in model.Lines[i].Commands)
            {
                switch (command.Name)
                {
                    case "goto" when ScriptModel.Target(command) is { } target && !target.Text.Contains("${", StringComparison.Ordinal) && !model.HasLabel(target.Text):
                        yield return command.IsGuarded
                            ? IpxeFinding.At(target, IpxeRule.GuardedDanglingGoto, $"there is no ':{IpxeFinding.Shorten(target.Text)}' in this file, so that only what stands behind '||' is ever done", "add the label, or take the jump out")
                            : IpxeFinding.At(target, IpxeRule.DanglingGoto, $"there is no ':{IpxeFinding.Shorten(target.Text)}' in this file, and a jump to nowhere ends the script", "add the label; one in another file needs 'chain', since goto never leaves its file");
                        break;
                    case "menu" or "form":
                        items.Clear();
                        break;
                    case "item" when VariableValues.ItemLabel(command) is { } item && !item.Text.Contains("${", StringComparison.Ordinal):
                        if (!model.HasLabel(item.Text) && items.Count < VariableValues.MaximumItems) items.Add(item);
                        break;
                    case "choose" when command.Operands is [var chosen, ..]:
                        var handled = items.Count > 0 ? JumpedTo(model, i, chosen.Text) : null;
                        if (handled is not null)
                        {
                            foreach (var item in items.Where(item => !handled.Contains(item.Text)))
                            {
                                yield return IpxeFinding.At(item, IpxeRule.UnreachableEntry, $"choosing this item jumps to ':{IpxeFinding.Shorten(item.Text)}', which is not in this file", "add the label, or correct the item's");
                            }
                        }
                        if (!command.Arguments.Has("keep") || handled is not null) items.Clear();
                        break;
                }
            }
        }
    }

    /// <summary>
    /// When the lines after a choice jump to what was chosen, come what may: the choices that they treat before. Else null. Other scripts
    /// are fetched by choices too (<c>chain ${choice}.ipxe</c>), so that a choice alone says nothing.
    /// </summary>
    private static HashSet<string>? JumpedTo(ScriptModel model, int line, string variable)
    {
        var handled = new HashSet<string>(StringComparer.Ordinal);
        for (var i = line; i < Math.Min(line + Patience, model.Lines.Count); i++)
        {
            var commands = model.Lines[i].Commands;
            for (var c = 0; c < commands.Count; c++)
            {
                var command = commands[c];
                if (ScriptModel.Target(command) is { } target && target.Variable == variable) return command.IsGuarded ? null : handled;
                if (command.Name == "iseq" && command.Operands is [var left, var right] && left.Variable == variable) handled.Add(right.Text);
                if (command.Name == "set" && command.Operands is [var name, ..] && IpxeWord.NameOf(name.Text) == variable && command.Before is null) return null;
                if (i > line && command.Before is null && command.After is null && CommandKinds.Of(command) is CommandKind.Leaves or CommandKind.OneWay) return null;
                if (i > line && command.Before is null && command.After is null && command.Name == "goto") return null;
            }
        }
        return null;
    }
}
