using System.Net;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>The rack's one wire: a network namespace with a bridge and a tap for each card. Nothing leads out of it.</summary>
internal static class RackNetwork
{
    public const string Bridge = "rack0";

    public static string NamespaceOf(string rack) => "rl-" + rack;

    public static string TapOf(int machine) => "tap" + machine.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Makes it; the namespace is in the journal before it is there.</summary>
    public static async Task CreateAsync(string rack, IPAddress gateway, int prefix, int taps, RunJournal journal, CancellationToken cancellationToken)
    {
        var name = NamespaceOf(rack);
        journal.Record(LeftoverKind.Namespace, name);
        await ProcessRunner.RequireAsync(new ProcessSpec("ip", "netns", "add", name), cancellationToken);
        var lines = new List<string>
        {
            "link set lo up",
            // A bridge that listens and learns first stays dark for 30 s: longer than firmware waits for DHCP.
            $"link add {Bridge} type bridge stp_state 0 forward_delay 0",
            $"address add {gateway}/{prefix} dev {Bridge}",
        };
        for (var i = 0; i < taps; i++)
        {
            lines.Add($"tuntap add {TapOf(i)} mode tap");
            lines.Add($"link set {TapOf(i)} master {Bridge} up");
        }
        lines.Add($"link set {Bridge} up");
        await ProcessRunner.RequireAsync(new ProcessSpec("ip", "-n", name, "-batch", "-") { Input = string.Join('\n', lines) + "\n" }, cancellationToken);
    }

    /// <summary>Removes it with all that is in it; its processes have ended before.</summary>
    public static async Task RemoveAsync(string rack, RunJournal journal)
    {
        var name = NamespaceOf(rack);
        if (File.Exists("/run/netns/" + name))
            await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "del", name) { Limit = TimeSpan.FromSeconds(10) });
        if (!File.Exists("/run/netns/" + name)) journal.Forget(LeftoverKind.Namespace, name);
    }

    /// <summary>The processes that are in the rack's namespace now.</summary>
    public static async Task<IReadOnlyList<int>> ProcessesAsync(string rack)
    {
        var name = NamespaceOf(rack);
        if (!File.Exists("/run/netns/" + name)) return [];
        var result = await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "pids", name) { Limit = TimeSpan.FromSeconds(10) });
        return [.. result.Output.Split('\n').Select(line => int.TryParse(line, out var pid) ? pid : 0).Where(pid => pid > 0)];
    }

    /// <summary>The IPv4 address that the kernel last saw a card use, from the namespace's neighbour table, or null.</summary>
    public static async Task<IPAddress?> AddressOfAsync(string rack, MacAddress mac, CancellationToken cancellationToken)
    {
        var table = await ProcessRunner.RequireAsync(new ProcessSpec("ip", "-n", NamespaceOf(rack), "-4", "neigh", "show"), cancellationToken);
        foreach (var line in table.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Contains(mac.ToString()) && !line.Contains("FAILED", StringComparison.Ordinal) && IPAddress.TryParse(words[0], out var address)) return address;
        }
        return null;
    }
}
