using System.Text.Json;
using Racklight.Yaml;

namespace Racklight.Deploys.Planning;

/// <summary>What openstack-ansible's inventory (<c>openstack_inventory.json</c>) says of where databases and message queues are.</summary>
internal sealed class OsaHosts
{
    private const int Largest = 64 << 20;
    private readonly JsonElement _groups;

    private OsaHosts(JsonElement groups) => _groups = groups;

    /// <summary>True when no host is without a database or a message queue: all on one machine, without containers.</summary>
    public bool AllAreStateful
    {
        get
        {
            var stateful = new HashSet<string>(StringComparer.Ordinal);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var group in (string[])["galera_all", "rabbitmq_all"]) Collect(group, stateful, seen);
            return stateful.Count > 0 && _groups.TryGetProperty("_meta", out var meta) && meta.TryGetProperty("hostvars", out var hosts)
                && hosts.EnumerateObject().All(host => host.Name == "localhost" || stateful.Contains(host.Name));
        }
    }

    /// <summary>Reads a configuration's inventory.</summary>
    /// <returns>Null when there is none yet, or none that can be read: only whoever deploys needs it.</returns>
    public static OsaHosts? Read(string config)
    {
        var file = Path.Combine(config, "openstack_inventory.json");
        if (!File.Exists(file)) return null;
        try
        {
            using var document = JsonDocument.Parse(BoundedFile.Read("/", Path.GetFullPath(file), Largest));
            return document.RootElement.ValueKind == JsonValueKind.Object ? new OsaHosts(document.RootElement.Clone()) : null;
        }
        catch (Exception e) when (e is JsonException or BoundedFileException)
        {
            return null;
        }
    }

    private void Collect(string group, HashSet<string> hosts, HashSet<string> seen)
    {
        if (!seen.Add(group) || !_groups.TryGetProperty(group, out var members) || members.ValueKind != JsonValueKind.Object) return;
        foreach (var host in Names(members, "hosts")) hosts.Add(host);
        foreach (var child in Names(members, "children")) Collect(child, hosts, seen);
    }

    private static IEnumerable<string> Names(JsonElement group, string property)
        => group.TryGetProperty(property, out var names) && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String).Select(static name => name.GetString()!) : [];
}
