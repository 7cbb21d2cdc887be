using System.CommandLine;
using Racklight.App;
using Racklight.App.CommandLine;

namespace Racklight.Up;

/// <summary><c>racklight up</c>: from a site to a live machine, in a virtual rack or on a real network.</summary>
internal static class UpCommand
{
    public static Command Create(IReadOnlyList<IFeature> features)
    {
        var server = new ServerOptions();
        var lan = new Option<string>("--lan") { Description = "Serve the real network on this interface instead of a virtual rack", HelpName = "IFACE" };
        var until = new Option<string>("--until") { Description = "End by itself when the machine is live (exit 0) or has failed (exit 3)", HelpName = "live" };
        until.AcceptOnlyFromAmong("live");
        var node = new Option<string>("--node") { Description = "The node that the rack's machine stands for (default: the first that boots an image)", HelpName = "NAME" };
        var firmware = new Option<string>("--firmware") { Description = "The machine's firmware: bios or uefi", HelpName = "bios|uefi", DefaultValueFactory = _ => "bios" };
        firmware.AcceptOnlyFromAmong("bios", "uefi");
        var memory = new Option<int>("--memory") { Description = "The machine's memory in MiB", HelpName = "MIB", DefaultValueFactory = _ => 2048 };
        var patience = new Option<int>("--timeout") { Description = "With --until: give up this many minutes after power-on", HelpName = "MINUTES", DefaultValueFactory = _ => 30 };
        var output = CommonOptions.Output();
        var command = new Command("up", "Check the site, build its image if needed, start the server and a virtual rack, and watch a machine boot");
        foreach (var option in new Option[] { lan, until, node, firmware, memory, patience, output }) command.Options.Add(option);
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new UpRun(
            new UpOptions
            {
                Server = server.Read(parsed),
                NamesSite = server.NamesSite(parsed),
                NamesAdminPort = server.NamesAdminPort(parsed),
                Lan = parsed.GetValue(lan),
                UntilLive = parsed.GetValue(until) == "live",
                Node = parsed.GetValue(node),
                Uefi = parsed.GetValue(firmware) == "uefi",
                MemoryMiB = Math.Clamp(parsed.GetValue(memory), 256, 1 << 20),
                Patience = TimeSpan.FromMinutes(Math.Clamp(parsed.GetValue(patience), 1, 24 * 60)),
                Output = parsed.GetValue(output),
            },
            features,
            TimeProvider.System).RunAsync(cancellationToken));
        return command.WithExamples(
            "racklight up                             # the example site, in a virtual rack; Ctrl-C ends it",
            "racklight up --site . --firmware uefi    # your site, by OVMF",
            "racklight up --until live -o json        # for scripts: exit 0 live, 3 failed",
            "racklight up --lan eth1                  # your real machines on eth1");
    }
}

/// <summary>What was asked for.</summary>
internal sealed record UpOptions
{
    public required ServerSettings Server { get; init; }

    public required bool NamesSite { get; init; }

    public required bool NamesAdminPort { get; init; }

    public string? Lan { get; init; }

    public bool UntilLive { get; init; }

    public string? Node { get; init; }

    public bool Uefi { get; init; }

    public int MemoryMiB { get; init; } = 2048;

    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);

    public OutputFormat Output { get; init; }
}
