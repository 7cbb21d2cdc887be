using System.Globalization;
using Microsoft.AspNetCore.Http;
using Racklight.Menus.Preview;
using Racklight.Menus.Recipes;

namespace Racklight.Menus.Pages;

/// <summary>What the menu page's address says: whose menu, by which ref, which list, what was chosen and typed.</summary>
public sealed record MenuQuery
{
    private const int Longest = 300;

    /// <summary>The node's name or MAC; empty: a machine that nobody knows.</summary>
    public string Node { get; init; } = "";

    /// <summary>bios or uefi; empty: as last seen.</summary>
    public string Firmware { get; init; } = "";

    /// <summary>An architecture's word; empty: as last seen.</summary>
    public string Arch { get; init; } = "";

    /// <summary>MiB; empty: as the machine told.</summary>
    public string Memory { get; init; } = "";

    /// <summary>A branch, tag or commit; empty: what is served.</summary>
    public string Ref { get; init; } = "";

    /// <summary>The list that is looked at.</summary>
    public string Section { get; init; } = "";

    /// <summary>What somebody searched for.</summary>
    public string Find { get; init; } = "";

    /// <summary>The entry that was chosen.</summary>
    public string Entry { get; init; } = "";

    /// <summary>The address that was typed, with its mask, gateway and name server.</summary>
    public string Ip { get; init; } = "";

    /// <summary>Typed.</summary>
    public string Netmask { get; init; } = "";

    /// <summary>Typed.</summary>
    public string Gateway { get; init; } = "";

    /// <summary>Typed.</summary>
    public string Dns { get; init; } = "";

    /// <summary>The kernel arguments that were typed.</summary>
    public string Args { get; init; } = "";

    /// <summary>The serial line was asked for: <c>on</c>.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Something was typed at the machine.</summary>
    public bool IsTyped => Ip.Length + Args.Length + Serial.Length > 0;

    /// <summary>Reads it.</summary>
    public static MenuQuery Read(IQueryCollection query)
    {
        string Text(string name) => query[name].ToString().Trim() is { Length: <= Longest } text ? text : query[name].ToString()[..Longest];
        return new MenuQuery
        {
            Node = Text("node"), Firmware = Text("firmware"), Arch = Text("arch"), Memory = Text("memory"), Ref = Text("ref"), Section = Text("section"), Find = Text("find"), Entry = Text("entry"),
            Ip = Text("ip"), Netmask = Text("netmask"), Gateway = Text("gateway"), Dns = Text("dns"), Args = Text("args"), Serial = Text("serial"),
        };
    }

    /// <summary>What it asks.</summary>
    public PreviewQuestion Question => new()
    {
        Machine = OrNull(Node),
        Architecture = ArchitectureWords.TryParse(Arch, out var architecture) ? architecture : Architecture.Unknown,
        Firmware = Firmware switch { "bios" => Racklight.Firmware.Bios, "uefi" => Racklight.Firmware.Uefi, _ => Racklight.Firmware.Unknown },
        Memory = int.TryParse(Memory, NumberStyles.None, CultureInfo.InvariantCulture, out var memory) && memory > 0 ? memory : null,
        Ref = OrNull(Ref),
        Section = OrNull(Section),
        Find = OrNull(Find),
        Entry = OrNull(Entry),
        Address = StaticAddress.FromTyped(Ip, Netmask, Gateway, Dns),
        Arguments = OrNull(Args),
        Serial = Serial == "on",
    };

    /// <summary>The values that are not empty, by name.</summary>
    public IEnumerable<(string Name, string Value)> Values => new[]
    {
        ("node", Node), ("firmware", Firmware), ("arch", Arch), ("memory", Memory), ("ref", Ref), ("section", Section), ("find", Find), ("entry", Entry),
        ("ip", Ip), ("netmask", Netmask), ("gateway", Gateway), ("dns", Dns), ("args", Args), ("serial", Serial),
    }.Where(static pair => pair.Item2.Length > 0);

    /// <summary>The page's address.</summary>
    public string Address => Values.Any() ? "/menu?" + string.Join('&', Values.Select(static pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")) : "/menu";

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
