using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.App;

namespace Racklight.Deploys.Hosts.Preparing;

/// <summary>What hosts are given before a deployment tool comes.</summary>
internal sealed record Preparation
{
    /// <summary>An inventory file, or null: the hosts below.</summary>
    public string? Inventory { get; init; }

    /// <summary>The site's hosts, with their management addresses.</summary>
    public IReadOnlyList<(string Name, string Address)> Hosts { get; init; } = [];

    /// <summary>Packages.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Kernel modules.</summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>The deployment host's public key, one line; empty: none.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>True: tell what would change, change nothing.</summary>
    public bool Check { get; init; }

    /// <summary>Only these hosts, as Ansible reads it; null: all.</summary>
    public string? Limit { get; init; }

    /// <summary>What each tool's hosts need before it comes (Debian's names; the tools install the rest themselves).</summary>
    public static IReadOnlyList<string> UsualPackages(string tool) => tool == "osa"
        ? ["bridge-utils", "debootstrap", "openssh-server", "tcpdump", "vlan", "python3", "chrony", "sudo"]
        : ["openssh-server", "python3", "python3-apt", "chrony", "sudo", "lvm2"];

    /// <summary>The modules that each tool's hosts need: VLANs and bridges before its own come.</summary>
    public static IReadOnlyList<string> UsualModules { get; } = ["8021q", "bonding", "bridge", "br_netfilter"];
}

/// <summary>Runs the playbook. It, its inventory and its variables lie in a private directory that goes with it; none holds a secret.</summary>
internal static class HostPreparation
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Runs it.</summary>
    /// <param name="preparation">What to do.</param>
    /// <param name="onLine">Called for each line that Ansible says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>True when every host is prepared.</returns>
    public static async Task<bool> RunAsync(Preparation preparation, Action<string> onLine, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("racklight-prepare-").FullName;
        try
        {
            using (var playbook = typeof(HostPreparation).Assembly.GetManifestResourceStream("prepare.yml")!)
            {
                await using var file = File.Create(Path.Combine(directory, "prepare.yml"));
                await playbook.CopyToAsync(file, cancellationToken);
            }
            var values = new PreparationValues(preparation.Packages, preparation.Modules, preparation.PublicKey);
            await File.WriteAllTextAsync(Path.Combine(directory, "values.json"), JsonSerializer.Serialize(values, PreparationJson.Default.PreparationValues), cancellationToken);
            var inventory = preparation.Inventory ?? Path.Combine(directory, "hosts.ini");
            if (preparation.Inventory is null) await File.WriteAllTextAsync(inventory, Inventory(preparation.Hosts), cancellationToken);
            var spec = new ProcessSpec("ansible-playbook",
            [
                "-i", inventory, "-e", "@" + Path.Combine(directory, "values.json"), .. preparation.Check ? ["--check", "--diff"] : Array.Empty<string>(),
                .. preparation.Limit is { } limit ? ["--limit", limit] : Array.Empty<string>(), Path.Combine(directory, "prepare.yml"),
            ])
            {
                OnOutput = onLine,
                OnError = onLine,
                Limit = Limit,
                Environment = new Dictionary<string, string?> { ["ANSIBLE_NOCOWS"] = "1", ["ANSIBLE_RETRY_FILES_ENABLED"] = "false" },
            };
            return (await ProcessRunner.RunAsync(spec, cancellationToken)).Succeeded;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string Inventory(IReadOnlyList<(string Name, string Address)> hosts)
    {
        var text = new StringBuilder();
        foreach (var (name, address) in hosts) text.Append($"{name} ansible_host={address} ansible_user=root\n");
        return text.ToString();
    }
}

/// <summary>The playbook's variables.</summary>
internal sealed record PreparationValues(
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Modules,
    [property: JsonPropertyName("public_key")] string PublicKey);

/// <summary>Their JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PreparationValues))]
internal sealed partial class PreparationJson : JsonSerializerContext;
