namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Menus that are not there.</summary>
internal static class MenuRules
{
    public static IEnumerable<IpxeFinding> Check(ScriptModel model)
    {
        foreach (var command in model.Commands)
        {
            if (command.Name is "menu" or "form") yield break;
            if (command.Name is "item" or "choose" or "present")
                yield return IpxeFinding.At(command.First, IpxeRule.ItemWithoutMenu, $"no menu has been started before this {command.Name}: it fails", "put 'menu TITLE' before the items");
        }
    }
}
