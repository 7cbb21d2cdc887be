using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks.Export;
using Racklight.Networks.Probe;
using Racklight.Sites;

namespace Racklight.Networks;

/// <summary><c>racklight network list|check|probe|export</c>.</summary>
internal static class NetworkCommands
{
    public static Command Create() => new("network", "DHCP on this machine's links: who answers, whether serving would work, and what other servers must say") { List(), Check(), Probe(), ExportCommand.Create() };

    private static Command List()
    {
        var directory = new Argument<string>("site") { Description = "The site's directory", DefaultValueFactory = _ => "." };
        var output = CommonOptions.Output();
        var command = new Command("list", "List the site's networks, and the interfaces of this machine that are on them") { directory, output }
            .WithExamples("racklight network list", "racklight network list examples/hypervisors -o json");
        command.SetAction(async (parsed, token) =>
        {
            var site = (await SiteReader.ReadAsync(parsed.GetValue(directory)!, token)).Require();
            Print.Result(parsed.GetValue(output), NetworkLine.Of(site, LocalLink.All()), NetworkJson.Default.IReadOnlyListNetworkLine, NetworkLine.Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Probe()
    {
        var interfaceName = new Argument<string>("interface") { Description = "The interface to ask on" };
        var seconds = new Option<int>("--seconds") { Description = "How long answers are collected, 1 to 60", DefaultValueFactory = _ => 5 };
        var output = CommonOptions.Output();
        var command = new Command("probe", "Ask as BIOS, UEFI, HTTP and arm64 firmware and as iPXE, and say who answers what and what of it would break a boot") { interfaceName, seconds, output }
            .WithExamples("racklight network probe eth0", "racklight network probe eth0 -o json");
        command.SetAction(async (parsed, token) =>
        {
            var link = LinkOf(parsed.GetValue(interfaceName)!);
            var limit = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 1, 60));
            var report = await LinkProbe.AskAsync(link, new DhcpPorts(), limit, null, static action => action(), token);
            Print.Result(parsed.GetValue(output), report, NetworkJson.Default.ProbeReport, ProbeReport.Table);
            return report.ExitCode;
        });
        return command;
    }

    private static Command Check()
    {
        var output = CommonOptions.Output();
        var command = new Command("check", "List this machine's links, and what would hinder serving DHCP on them") { output }.WithExamples("racklight network check");
        command.SetAction(parsed =>
        {
            IReadOnlyList<LinkLine> lines = [.. LocalLink.All().Where(link => !link.IsLoopback)
                .Select(link => new LinkLine(link.Name, link.IsUp ? "up" : "down", [.. link.Addresses.Select(entry => $"{entry.Address}/{entry.Subnet.PrefixLength}")]))];
            Print.Result(parsed.GetValue(output), lines, NetworkJson.Default.IReadOnlyListLinkLine, LinkLine.Table);
            if (NeighbourTable.Limit is { } limit and < 4096)
            {
                Print.Problems([new Problem($"the kernel remembers {limit:N0} neighbours: larger racks lose packets") { Severity = Severity.Warning, Hint = "sysctl -w net.ipv4.neigh.default.gc_thresh3=16384" }]);
            }
            return lines.Any(line => line.State == "up" && line.Addresses.Count > 0) ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static LocalLink LinkOf(string name)
    {
        var links = LocalLink.All();
        return links.FirstOrDefault(link => link.Name == name)
            ?? throw new ProblemException($"there is no interface {name}", "one of " + string.Join(", ", links.Where(link => !link.IsLoopback).Select(link => link.Name)));
    }
}

/// <summary>Source-generated JSON of this room's results.</summary>
[JsonSerializable(typeof(IReadOnlyList<NetworkLine>))]
[JsonSerializable(typeof(ProbeReport))]
[JsonSerializable(typeof(IReadOnlyList<LinkLine>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
internal sealed partial class NetworkJson : JsonSerializerContext;
