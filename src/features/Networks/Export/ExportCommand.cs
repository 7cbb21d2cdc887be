using System.CommandLine;
using System.Globalization;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Dhcp;
using Racklight.NetBoot.Ipxe;
using Racklight.Sites;

namespace Racklight.Networks.Export;

/// <summary><c>racklight network export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("site") { Description = "The site's directory", DefaultValueFactory = _ => "." };
        var target = new Option<string>("--for") { Description = "Whose configuration to write: " + ExportWriters.Words.Replace("|", ", ", StringComparison.Ordinal), HelpName = "PRODUCT", Required = true };
        var network = new Option<string>("--network") { Description = "The network, when the site has several", HelpName = "NAME" };
        var server = new Option<string>("--server") { Description = "This server's address as machines reach it (default: this machine's in that network)", HelpName = "IP" };
        var port = new Option<int>("--http-port") { Description = "Machine-facing HTTP port of the server", HelpName = "PORT", DefaultValueFactory = _ => new ServerSettings { Site = "", State = "" }.HttpPort };
        var file = new Option<string>("--output") { Description = "Write to this file (default: standard output)", HelpName = "FILE" };
        var command = new Command("export", "Write the configuration with which another DHCP server points machines to this one") { directory, target, network, server, port, file }
            .WithExamples("racklight network export --for isc --output /etc/dhcp/racklight.conf", "racklight network export examples/homelab --for mikrotik --network lan --server 192.168.1.5");
        command.SetAction(async (parsed, token) =>
        {
            var site = (await SiteReader.ReadAsync(parsed.GetValue(directory)!, token)).Require();
            var text = Write(site, parsed.GetValue(target)!, parsed.GetValue(network), parsed.GetValue(server), parsed.GetValue(port), LocalLink.All());
            if (parsed.GetValue(file) is { } path) await SaveAsync(path, text, token);
            else Console.Out.Write(text);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The text for a product.</summary>
    /// <exception cref="ProblemException">An unknown product or network, no address, no loaders, or a name that cannot be written safely.</exception>
    public static string Write(Site site, string target, string? networkName, string? serverAddress, int port, IReadOnlyList<LocalLink> links)
    {
        var writer = ExportWriters.Find(target) ?? throw new ProblemException($"--for {target}: no such product", "one of " + ExportWriters.Words.Replace("|", ", ", StringComparison.Ordinal));
        if (port is < 1 or > 65535) throw new ProblemException(string.Create(CultureInfo.InvariantCulture, $"--http-port {port}: want a port from 1 to 65535, the one that serve listens on"));
        var network = NetworkOf(site, networkName);
        PlainText.Require(network.Name, "the network's name");
        var server = AddressOf(serverAddress, network, links);
        var set = SetOf(site);
        var table = BootTable.Of(network, writer.Mode, BootPlaces.On(server, () => port), new SetFiles(set));
        return writer.Write(new ExportPlan(network, server, table) { LoadersFindScript = set.Capabilities(IpxePlatform.Efi).Has(IpxeFeature.Autoexec) });
    }

    private static DhcpNetwork NetworkOf(Site site, string? name)
    {
        // The mode is the other server's; only name, subnet and style are this network's.
        var networks = NetworkPlan.Of(site, DhcpMode.Off, despiteOther: false);
        if (networks.Count == 0) throw new ProblemException(new Problem("the site has no network") { File = "site.yaml", Hint = "networks: { lan: { cidr: 192.168.1.0/24 } }" });
        var names = string.Join(", ", networks.Select(network => network.Name));
        if (name is null && networks.Count > 1) throw new ProblemException("the site has several networks", $"--network NAME, one of {names}");
        return name is null ? networks[0] : networks.FirstOrDefault(network => network.Name == name) ?? throw new ProblemException($"the site has no network {name}", $"one of {names}");
    }

    private static IPv4 AddressOf(string? text, DhcpNetwork network, IReadOnlyList<LocalLink> links)
    {
        if (text is not null)
        {
            return IPv4.TryParse(text, out var given) && given.IsUnicast && !given.IsLoopback ? given : throw new ProblemException($"--server {text}: not an IPv4 address that machines could reach", "--server 10.20.0.1");
        }
        foreach (var (address, _) in links.SelectMany(link => link.Addresses))
        {
            if (network.Subnet.Contains(address)) return address;
        }
        throw new ProblemException($"this machine has no address in {network.Subnet} (network {network.Name})", "--server ADDRESS, the one that the machines reach Racklight at");
    }

    private static BootloaderSet SetOf(Site site)
    {
        try
        {
            return LoaderChoice.Open(site);
        }
        catch (BootloaderSetException e)
        {
            throw new ProblemException(e.Message, e.Hint, ExitCodes.Usage, e);
        }
    }

    private static async Task SaveAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot write {path}: {e.Message}", null, ExitCodes.Outside, e);
        }
    }

    private sealed class SetFiles(BootloaderSet set) : IBootFileSource
    {
        public string? Find(ClientArchitecture architecture, bool overHttp) => LoaderChoice.Find(set, architecture);
    }
}
