namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>A question that a menu offers, beside what it boots.</summary>
/// <param name="Label">Where it is.</param>
/// <param name="Title">What is shown; may show what was answered before.</param>
/// <param name="Key">Its key.</param>
/// <param name="Write">Writes it; the word is the menu's label.</param>
internal sealed record MenuTool(string Label, IpxeText Title, char Key, Action<IpxeScript, string> Write);

/// <summary>The questions of a page.</summary>
internal static class MenuTools
{
    public static IReadOnlyList<MenuTool> Of(MenuPage page)
    {
        var tools = new List<MenuTool>();
        if (page.Search) tools.Add(Search(page.Address!));
        if (page.AskAddress) tools.Add(Address());
        if (page.AskArguments) tools.Add(Arguments());
        if (page.AskSerial) tools.Add(Serial());
        return tools;
    }

    private static MenuTool Search(string address) => new("search", "Search...", '/', (script, menu) => script
        .Label("search")
        .Clear("rl-find")
        .Echo("Search for (a part of a name), then Enter:")
        .Read("rl-find", menu)
        .GotoUnless(IpxeCondition.IsSet(Setting.Variable("rl-find")), menu)
        .Doing("searching")
        // The oldest iPXE cannot send free text in a query: it goes as hexadecimal.
        .Chain($"{address}&find={Setting.Variable("rl-find").As(SettingFormat.HexRaw)}"));

    private static MenuTool Arguments() => new("arguments", $"More kernel arguments: {Setting.Variable(SharedVariables.Arguments)}", '=', static (script, menu) => script
        .Label("arguments")
        .Echo("Arguments behind those of the entry, then Enter:")
        .Read(SharedVariables.Arguments, menu)
        .Goto(menu));

    private static MenuTool Serial() => new("serial", $"Kernel on the first serial line, on or off: {Setting.Variable(SharedVariables.Serial)}", '+', static (script, menu) => script
        .Label("serial")
        .GotoIf(IpxeCondition.IsSet(Setting.Variable(SharedVariables.Serial)), "serial-off")
        .Set(SharedVariables.Serial, MenuPageScript.SerialArguments)
        .Goto(menu)
        .Label("serial-off")
        .Clear(SharedVariables.Serial)
        .Goto(menu));

    private static MenuTool Address() => new("address", $"Static address: {Setting.Variable("rl-ip").As(SettingFormat.Address)}", '.', static (script, menu) =>
    {
        script.Label("address").Echo("A static address for the system that is booted, and for this machine from now on. Empty: by DHCP.");
        Ask(script, "address", "rl-ip", "IPv4 address:", menu);
        script.GotoUnless(IpxeCondition.IsSet(Setting.Variable("rl-ip").As(SettingFormat.Address)), "address-none");
        Ask(script, "netmask", "rl-netmask", "Netmask (255.255.255.0):", menu);
        Ask(script, "gateway", "rl-gateway", "Gateway, or nothing:", menu);
        Ask(script, "dns", "rl-dns", "Name server, or nothing:", menu);
        script
            .GotoUnless(IpxeCondition.IsSet(Setting.Variable("rl-netmask").As(SettingFormat.Address)), "netmask-ask")
            .Set(SharedVariables.Address, $"&ip={Value("rl-ip")}&netmask={Value("rl-netmask")}&gateway={Value("rl-gateway")}&dns={Value("rl-dns")}")
            .UseAddress(Value("rl-ip"), Value("rl-netmask"), Value("rl-gateway"), Value("rl-dns"))
            .Goto(menu)
            .Label("address-none")
            .Clear(SharedVariables.Address)
            .Clear("rl-ip")
            .Goto(menu);
    });

    /// <summary>Asks until it is an address or nothing.</summary>
    private static void Ask(IpxeScript script, string name, string variable, string question, string menu) => script
        .Label(name + "-ask")
        .Echo(question)
        .Read("rl-typed", menu)
        .SetAddress(variable, Setting.Variable("rl-typed"), name + "-ask")
        .Clear("rl-typed");

    private static Setting Value(string variable) => Setting.Variable(variable).As(SettingFormat.Address);
}
