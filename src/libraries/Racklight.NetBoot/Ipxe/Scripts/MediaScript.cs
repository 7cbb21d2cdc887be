using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>How a machine that starts from a medium comes by its address.</summary>
public enum MediaAddressing
{
    /// <summary>By DHCP, on one card after the other.</summary>
    Dhcp,

    /// <summary>Typed in at the machine.</summary>
    Ask,

    /// <summary>Written into the medium.</summary>
    Static,
}

/// <summary>What is written into a start medium's script.</summary>
public sealed partial record MediaScriptOptions
{
    /// <summary>The server, as host and port: <c>10.20.0.1:8080</c>, <c>boot.example.org:8080</c>. Null: the boot servers that DHCP names are asked.</summary>
    public string? Server { get; init; }

    /// <summary>True for <c>https</c>; only clients with that capability.</summary>
    public bool Https { get; init; }

    /// <summary>The port asked when <see cref="Server"/> is null; 1 to 65535.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Where the address comes from.</summary>
    public MediaAddressing Addressing { get; init; }

    /// <summary>The address, for <see cref="MediaAddressing.Static"/>.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The length of the network's prefix, 1 to 31.</summary>
    public int PrefixLength { get; init; } = 24;

    /// <summary>The way to other networks, or null.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>A name server, or null.</summary>
    public IPAddress? Dns { get; init; }

    /// <summary>The serial console that boot scripts are told of in <c>${rl-console}</c>: <c>ttyS0,115200</c>; null: none.</summary>
    public string? Console { get; init; }

    /// <summary>The mask that belongs to <see cref="PrefixLength"/>.</summary>
    internal IPAddress Netmask => new(IPAddress.HostToNetworkOrder(unchecked((int)(uint.MaxValue << (32 - PrefixLength)))) & uint.MaxValue);

    /// <summary>Checks that these can be written.</summary>
    /// <exception cref="IpxeSyntaxException">They cannot; the message says why.</exception>
    internal void Check()
    {
        if (Server is not null && !Authority().IsMatch(Server)) throw new IpxeSyntaxException($"'{Server}' is no server: want HOST, HOST:PORT or an address");
        if (Server is null && Addressing != MediaAddressing.Dhcp) throw new IpxeSyntaxException("without DHCP nobody names the server: write it into the medium");
        if (Console is not null && !Tty().IsMatch(Console)) throw new IpxeSyntaxException($"'{Console}' is no serial console: want ttyS0 or ttyS0,115200");
        if (Addressing == MediaAddressing.Static && Address?.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork) throw new IpxeSyntaxException("a static address is an IPv4 address");
        if (PrefixLength is < 1 or > 31) throw new IpxeSyntaxException($"/{PrefixLength} is no network's length: want 1 to 31");
        if (Port is < 1 or > 65535) throw new IpxeSyntaxException($"{Port} is no port");
    }

    [GeneratedRegex(@"^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Authority();

    [GeneratedRegex(@"^tty[A-Z]{1,4}[0-9]{1,2}(?:,[0-9]{3,7}[noe]?[78]?)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Tty();
}

/// <summary>
/// The script inside a start medium. A machine with several cards tries one after the other until the server answers: which
/// of them is on the right network, nobody knows beforehand. It never gives up, since nobody may stand there.
/// </summary>
public static class MediaScript
{
    private static readonly Setting Number = Setting.Variable("rl-card");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Writes it.</summary>
    /// <param name="options">What goes into it.</param>
    /// <param name="capabilities">What both of the medium's loaders can; null: the oldest.</param>
    /// <exception cref="IpxeSyntaxException">The options cannot be written, or need more than the loaders can.</exception>
    public static string Write(MediaScriptOptions options, IpxeCapabilities? capabilities = null)
    {
        options.Check();
        var script = new IpxeScript(capabilities)
            .Comment("Racklight: the script of a start medium")
            .Clear("rl-tries");
        if (options.Console is { } console) script.Set("rl-console", console);
        BootServer.FindArchitecture(script).Label("start");
        if (options.Addressing == MediaAddressing.Ask) AskForAddress(script);
        script
            .Set("rl-error", "none")
            .SetNumber("rl-card", 0)
            .Label("card")
            .GotoUnlessCard(Number, "last-card");
        if (options.Addressing == MediaAddressing.Dhcp)
        {
            script
                .Set("rl-doing", $"DHCP on net{Number}")
                .Dhcp(Number, "no-address");
        }
        else
        {
            var (address, mask, gateway, dns) = options.Addressing == MediaAddressing.Ask
                ? ((IpxeText)Setting.Variable("rl-ip"), (IpxeText)Setting.Variable("rl-netmask"), (IpxeText)Setting.Variable("rl-gateway"), (IpxeText)Setting.Variable("rl-dns"))
                : (IpxeScript.Quad(options.Address), IpxeScript.Quad(options.Netmask), IpxeScript.Quad(options.Gateway), IpxeScript.Quad(options.Dns));
            script
                .Set("rl-doing", $"opening net{Number}")
                .UseAddress(Number, address, mask, gateway, dns, "no-address");
        }
        AskServers(script, options);
        return script
            .Set("rl-error", Setting.ErrorNumber.As(SettingFormat.HexRaw))
            .CloseCard(Number)
            .Goto("next-card")
            .Label("no-address")
            .Set("rl-error", Setting.ErrorNumber.As(SettingFormat.HexRaw))
            .Label("next-card")
            .Echo($"Racklight: {Setting.Variable("rl-doing")} failed: error {Setting.Variable("rl-error")}, explained at http://ipxe.org/{Setting.Variable("rl-error")}")
            .Increment("rl-card")
            .Goto("card")
            .Label("last-card")
            .GotoIf(IpxeCondition.Equal(Number, "0"), "no-card")
            .Increment("rl-tries")
            .Echo($"Racklight: no network card led to the server, round {Setting.Variable("rl-tries")}; trying again in 10 seconds")
            .OfferShell('s', TimeSpan.FromSeconds(10))
            .Goto("start")
            .Label("no-card")
            .Echo("Racklight: iPXE has no driver for a network card of this machine.")
            .Echo("Make the medium with another bootloader set (--bootloaders DIR), or use another card.")
            .OfferShell('s', TimeSpan.FromMinutes(1))
            .Goto("start")
            .Build();
    }

    private static void AskForAddress(IpxeScript script) => script
        .Label("ask")
        .Ask("IPv4 address of this machine:", "rl-ip")
        .GotoUnless(IpxeCondition.IsSet(Setting.Variable("rl-ip")), "ask")
        .Set("rl-netmask", "255.255.255.0")
        .Ask("Netmask:", "rl-netmask")
        .Ask("Gateway (empty: none):", "rl-gateway")
        .Ask("Name server (empty: none):", "rl-dns");

    private static void AskServers(IpxeScript script, MediaScriptOptions options)
    {
        if (options.Server is { } server)
        {
            script.Doing($"asking {server} what to boot").TryChain(BootServer.Question(server, options.Https ? "https" : "http"), Patience);
            return;
        }
        script
            .Doing(string.Create(CultureInfo.InvariantCulture, $"asking every boot server that DHCP named, port {options.Port}, what to boot"))
            .GotoUnless(IpxeCondition.IsSet(Setting.ProxyNextServer), "next-server")
            .TryChain(Named(Setting.ProxyNextServer, options.Port), Patience)
            .Label("next-server")
            .GotoUnless(IpxeCondition.IsSet(Setting.NextServer), "dhcp-server")
            .TryChain(Named(Setting.NextServer, options.Port), Patience)
            .Label("dhcp-server")
            .TryChain(Named(Setting.DhcpServer, options.Port), Patience);
    }

    private static IpxeText Named(Setting server, int port) => BootServer.Question($"{server}:{port}");
}
