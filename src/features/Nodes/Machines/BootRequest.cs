using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Hosting;
using Racklight.Menus.Recipes;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Nodes.Machines;

/// <summary>What iPXE tells of its machine when it asks for its script. All of it is hostile until read here.</summary>
/// <param name="Mac">The card that it booted from.</param>
/// <param name="Client">The address that it asks from.</param>
/// <param name="Server">The server as the machine knows it.</param>
internal sealed record BootRequest(MacAddress Mac, IPAddress Client, BootServer Server)
{
    /// <summary>SMBIOS UUID in lower case, or null.</summary>
    public string? Uuid { get; init; }

    /// <summary>The serial number, or null.</summary>
    public string? Serial { get; init; }

    /// <summary>iPXE's <c>${platform}</c>: pcbios or efi; else null.</summary>
    public string? Platform { get; init; }

    /// <summary>iPXE's word for the processor, or null when it is none that we know.</summary>
    public string? Arch { get; init; }

    /// <summary>The machine's memory as its firmware told it (SMBIOS), as it came; null when it did not.</summary>
    public string? Memory { get; init; }

    /// <summary>The machine's memory in MiB; null when it is not known.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>What this iPXE can, as far as its version proves it or its bootloader set declares.</summary>
    public IpxeCapabilities Capabilities { get; init; } = IpxeCapabilities.Oldest;

    /// <summary>Where it asks for scripts, kernels and initrds: the HTTPS listener when it can check the site's certificate.</summary>
    public BootServer Asks { get; init; } = Server;

    /// <summary>The start of their addresses: <c>https://10.20.0.1:8443</c> or <c>http://10.20.0.1:8080</c>.</summary>
    public string Files => Asks.Root;

    /// <summary><c>bios</c>, <c>uefi x64</c> and so on, or null.</summary>
    public string? Firmware => Platform switch { "pcbios" => "bios", "efi" => Family is null ? "uefi" : "uefi " + Family, _ => null };

    /// <summary>Who made the machine, as its board tells, or null.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Its model, as its board tells, or null.</summary>
    public string? Product { get; init; }

    /// <summary>Its network cards (<see cref="State.SeenMachine.Cards"/>), or null.</summary>
    public string? Cards { get; init; }

    /// <summary>iPXE's version from its User-Agent, or null for another client.</summary>
    public string? IpxeVersion { get; init; }

    /// <summary>The menu entry that was chosen, or null.</summary>
    public string? Entry { get; init; }

    /// <summary>The part of a large menu that is asked for, or null.</summary>
    public string? Section { get; init; }

    /// <summary>What somebody typed to search the menu for, or null.</summary>
    public string? Find { get; init; }

    /// <summary>The address that somebody typed in at the machine, or null.</summary>
    public StaticAddress? Address { get; init; }

    /// <summary>The site that is asked for; null: the one that is served.</summary>
    public Refs.SiteAt? At { get; init; }

    /// <summary>Reads the request.</summary>
    /// <param name="http">The request; its <c>mac</c> is present.</param>
    /// <param name="why">What is wrong with it.</param>
    /// <returns>Null when the MAC is no card's address or the entry no name.</returns>
    public static BootRequest? Read(HttpContext http, out string why)
    {
        var query = http.Request.Query;
        why = "";
        if (!MacAddress.TryParse(query["mac"].ToString(), out var mac) || mac.IsMulticast || mac.Bits == 0)
        {
            why = "the mac in the request is not the address of a network card";
            return null;
        }
        var entry = query["entry"].ToString();
        if (entry.Length > 63 || !entry.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            why = "the entry in the request is not a menu entry's name";
            return null;
        }
        var agent = http.Request.Headers.UserAgent.ToString();
        var server = ServerBase.Of(http);
        var (asks, capabilities) = ClientOf(http);
        var memory = MemoryRanges.Read(query["memory"]);
        return new BootRequest(mac, Remote(http), server)
        {
            Uuid = UuidOf(query["uuid"].ToString()),
            Serial = SerialOf(query["serial"].ToString()),
            Memory = memory is null ? null : query["memory"].ToString(),
            MemoryMiB = memory,
            Platform = query["platform"].ToString() is "pcbios" or "efi" ? query["platform"].ToString() : null,
            Arch = FamilyOf(query["arch"].ToString()) is null ? null : query["arch"].ToString(),
            Capabilities = capabilities,
            Asks = asks,
            Manufacturer = MachineWords.Told(query["maker"].ToString()),
            Product = MachineWords.Told(query["product"].ToString()),
            Cards = MachineWords.Cards(mac, query["card"].ToString(), query["cards"].ToString()),
            IpxeVersion = VersionOf(agent),
            Entry = entry.Length == 0 ? null : entry,
            Section = query["section"].ToString() is { Length: > 0 and <= 30 } section && section.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? section : null,
            Find = FoundIn(query["find"].ToString()),
            Address = StaticAddress.FromTyped(query["ip"], query["netmask"], query["gateway"], query["dns"]),
        };
    }

    /// <summary>Which listener a client is to ask and what it can, from its request alone: it holds for whoever does not say which machine it is, too.</summary>
    public static (BootServer Asks, IpxeCapabilities Capabilities) ClientOf(HttpContext http)
    {
        var (agent, platform) = (http.Request.Headers.UserAgent.ToString(), http.Request.Query["platform"].ToString());
        var capabilities = http.RequestServices.GetService<LoaderFiles>()?.CapabilitiesOf(agent, platform) ?? IpxeCapabilities.FromRequest(agent, platform);
        var server = ServerBase.Of(http);
        var asks = SecureServer.For(http, capabilities, server) ?? server;
        return (asks, http.RequestServices.GetService<ISiteTrust>() is { Signs: true } ? capabilities.CheckingSignaturesBelow(asks.Root + "/") : capabilities);
    }

    /// <summary>The address that a request came from, as IPv4 where it is.</summary>
    public static IPAddress Remote(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>iPXE's version: <c>1.21.1+</c>; null for another client.</summary>
    public static string? VersionOf(string agent)
    {
        if (!agent.StartsWith("iPXE/", StringComparison.Ordinal)) return null;
        var version = new string([.. agent[5..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' or '_').Take(40)]);
        return version.Length == 0 ? "?" : version;
    }

    private static string? UuidOf(string text)
        => text.Length == 36 && Guid.TryParseExact(text, "D", out var uuid) && uuid != Guid.Empty && uuid != Guid.AllBitsSet ? text.ToLowerInvariant() : null;

    // The bytes that were typed, in hexadecimal.
    private static string? FoundIn(string text)
    {
        if (text.Length is 0 or > 128 || text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit)) return null;
        var typed = Encoding.ASCII.GetString(Convert.FromHexString(text)).Trim('\0', ' ');
        return typed.Length > 0 && typed.All(static c => c is >= ' ' and < (char)127) ? typed : null;
    }

    // Hexadecimal, with or without iPXE's colons: old builds re-encode anything else (boot.ipxe's query carries plain tokens only).
    private static string? SerialOf(string text)
    {
        text = text.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (text.Length is 0 or > 128 || text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit)) return null;
        var serial = Encoding.ASCII.GetString(Convert.FromHexString(text)).Trim('\0', ' ');
        return serial.Length > 0 && serial.All(c => c is > ' ' and < (char)127) ? serial : null;
    }

    private string? Family => FamilyOf(Arch);

    private static string? FamilyOf(string? arch)
        => arch switch { "x86_64" => "x64", "i386" => "x86", "arm64" => "arm64", "arm32" => "arm32", "riscv64" => "riscv64", "loong64" => "loong64", _ => null };
}
