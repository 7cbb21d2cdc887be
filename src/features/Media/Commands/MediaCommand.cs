using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.BootMedia.Images;
using Racklight.BootMedia.Loaders;
using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;
using Spectre.Console;

namespace Racklight.BootMedia.Commands;

/// <summary><c>racklight menu media</c>: start media for machines that cannot boot by the network.</summary>
public static class MediaCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var iso = new Option<string>("--iso") { Description = "Make a hybrid ISO: a CD for virtual machines, management boards and clouds, and a disk too", HelpName = "FILE" };
        var usb = new Option<string>("--usb") { Description = "Make a disk image for a USB stick", HelpName = "FILE" };
        var server = new Option<string>("--server") { Description = "The server that the machine asks (default: the boot servers that DHCP names, port 8080)", HelpName = "URL" };
        var address = new Option<string>("--address") { Description = "dhcp, ask (typed in at the machine), or an address with its prefix length", HelpName = "dhcp|ask|IP/N", DefaultValueFactory = _ => "dhcp" };
        var gateway = new Option<string>("--gateway") { Description = "With --address IP/N: the way to other networks", HelpName = "IP" };
        var dns = new Option<string>("--dns") { Description = "With --address IP/N: a name server", HelpName = "IP" };
        var serial = new Option<string>("--serial") { Description = "Speak on the first serial line too, and tell boot scripts of this console (default: ttyS0,115200)", HelpName = "TTY", Arity = ArgumentArity.ZeroOrOne };
        var loaders = new Option<string>("--bootloaders") { Description = "Another bootloader set than the distribution's", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there" };
        var output = CommonOptions.Output();
        var command = new Command("media", "Make a start medium that boots to this site's menu, for machines without PXE.") { iso, usb, server, address, gateway, dns, serial, loaders, force, output }
            .WithExamples(
                "racklight menu media --iso rack.iso --server 10.20.0.1",
                "racklight menu media --usb rack.img --server http://boot.example.org/ --address 192.0.2.10/24 --gateway 192.0.2.1",
                "racklight menu media --iso rack.iso --server 10.20.0.1 --address ask --serial   # no DHCP there");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            List<(MediumKind Kind, string File)> wanted = [];
            if (parsed.GetValue(iso) is { } isoFile) wanted.Add((MediumKind.Iso, isoFile));
            if (parsed.GetValue(usb) is { } usbFile) wanted.Add((MediumKind.Usb, usbFile));
            if (wanted.Count == 0) throw new ProblemException("nothing to make", "--iso FILE, --usb FILE, or both");
            var console = parsed.GetResult(serial) is null ? null : parsed.GetValue(serial) ?? "ttyS0,115200";
            var options = Options(parsed.GetValue(address)!, parsed.GetValue(server), parsed.GetValue(gateway), parsed.GetValue(dns), console);
            var made = await MakeAsync(wanted, options, parsed.GetValue(loaders), parsed.GetValue(force), cancellationToken);
            Print.Result(parsed.GetValue(output), made, MediaJson.Default.IReadOnlyListMadeMedium, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What the flags amount to.</summary>
    /// <exception cref="ProblemException">They contradict each other, or cannot be read.</exception>
    internal static MediaScriptOptions Options(string address, string? server, string? gateway, string? dns, string? console)
    {
        var options = new MediaScriptOptions { Console = console };
        if (server is not null)
        {
            var read = MediaServer.Read(server);
            options = options with { Server = read.Authority, Https = read.Https };
        }
        if (address is "dhcp" or "ask")
        {
            if (gateway is not null || dns is not null) throw new ProblemException($"--gateway and --dns need an address to go with, not --address {address}", "--address 192.0.2.10/24");
            options = options with { Addressing = address == "ask" ? MediaAddressing.Ask : MediaAddressing.Dhcp };
        }
        else
        {
            if (address.Split('/') is not [var host, var length] || !int.TryParse(length, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var prefix) || prefix is < 1 or > 31)
            {
                throw new ProblemException($"--address {address}: want dhcp, ask, or an address with its prefix length", "--address 192.0.2.10/24");
            }
            options = options with { Addressing = MediaAddressing.Static, Address = Quad("--address", host), PrefixLength = prefix, Gateway = gateway is null ? null : Quad("--gateway", gateway), Dns = dns is null ? null : Quad("--dns", dns) };
        }
        return options.Server is null && options.Addressing != MediaAddressing.Dhcp
            ? throw new ProblemException($"--address {address} needs --server: without DHCP nobody names the server", "--server 10.20.0.1")
            : options;
    }

    internal static async Task<IReadOnlyList<MadeMedium>> MakeAsync(IReadOnlyList<(MediumKind Kind, string File)> wanted, MediaScriptOptions options, string? bootloaders, bool overwrite, CancellationToken cancellationToken)
    {
        var loaders = MediumLoaders.Of(Open(bootloaders));
        var medium = new Medium(loaders, Script(options, loaders), options.Console is not null);
        var asks = options.Server is { } server ? $"{(options.Https ? "https" : "http")}://{server}/" : "the boot servers that DHCP names";
        var made = new List<MadeMedium>();
        foreach (var (kind, file) in wanted)
        {
            if (!Console.IsErrorRedirected) Console.Error.WriteLine($"making {file} ...");
            made.Add(await MediaMaker.MakeAsync(kind, medium, asks, file, overwrite, cancellationToken));
        }
        return made;
    }

    private static string Script(MediaScriptOptions options, MediumLoaders loaders)
    {
        try
        {
            return MediaScript.Write(options, loaders.Capabilities);
        }
        catch (IpxeSyntaxException e)
        {
            throw new ProblemException(e.Message, options.Https ? "an http:// server, or --bootloaders with a set that has HTTPS for BIOS and UEFI" : null, ExitCodes.Usage, e);
        }
    }

    private static BootloaderSet Open(string? directory)
    {
        try
        {
            return directory is null ? BootloaderSet.OpenDefault() : BootloaderSet.Open(Path.GetFullPath(directory));
        }
        catch (BootloaderSetException e)
        {
            throw new ProblemException(e.Message, e.Hint, ExitCodes.Outside, e);
        }
    }

    private static IPAddress Quad(string flag, string text)
        => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text
            ? address
            : throw new ProblemException($"{flag} {text}: not an IPv4 address", "for instance 192.0.2.10");

    private static Table Table(IReadOnlyList<MadeMedium> made)
    {
        var table = Print.Table("file", "bytes", "starts on", "loader", "asks", "sha256");
        foreach (var medium in made)
        {
            table.AddRow(new Text(medium.File), new Text(medium.Bytes.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)), new Text(string.Join(", ", medium.Firmware)), new Text(medium.Loader), new Text(medium.Asks), new Text(medium.Sha256.Hex));
        }
        return table;
    }
}

/// <summary>Source-generated JSON of this room's results.</summary>
[JsonSerializable(typeof(IReadOnlyList<MadeMedium>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
internal sealed partial class MediaJson : JsonSerializerContext;
