using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Answers.Rendering;

/// <summary>What templates may know of a node, as JSON: docs/answers.md lists it.</summary>
internal static class NodeFacts
{
    private const int LargestKeyFile = 64 * 1024;

    public static JsonObject Of(Site site, string name, NodeFile? node, MachineFacts machine)
    {
        var address = node?.Address ?? machine.Address;
        var (networkName, network, prefix) = NetworkOf(site, address);
        var mac = node?.Mac is { } own && MacAddress.TryParse(own, out var read) ? read.ToString() : machine.Mac;
        var disks = new JsonObject();
        foreach (var (use, disk) in site.DisksOf(node)) disks[use] = new JsonObject { ["device"] = disk.Device, ["label"] = disk.Label };
        var values = new JsonObject();
        foreach (var (key, value) in site.ValuesOf(node)) values[key] = JsonNode.Parse(value.GetRawText());
        return new JsonObject
        {
            ["node"] = new JsonObject
            {
                ["name"] = name,
                ["fqdn"] = network?.Domain is { } domain ? $"{name}.{domain}" : name,
                ["group"] = node?.Group,
                ["mac"] = mac,
                ["uuid"] = node?.Uuid?.ToLowerInvariant(),
                ["serial"] = node?.Serial,
                // A machine whose address the site does not fix asks by DHCP; what it has now is only for those who look.
                ["address"] = node?.Address,
                ["prefix"] = node?.Address is null || network is null ? null : prefix,
                ["netmask"] = node?.Address is null || network is null ? null : Netmask(prefix),
                ["network"] = networkName,
                ["gateway"] = network?.Gateway,
                ["dns"] = new JsonArray([.. (network?.Dns ?? []).Select(static server => JsonValue.Create(server))]),
                ["domain"] = network?.Domain,
                ["disks"] = disks,
            },
            ["site"] = new JsonObject { ["name"] = site.File.Name, ["commit"] = site.Commit },
            ["values"] = values,
            ["ssh_keys"] = new JsonArray([.. Keys(machine.Trusts ?? site, machine).Select(static key => JsonValue.Create(key))]),
            ["server"] = new JsonObject { ["url"] = machine.Server },
            ["boot"] = new JsonObject
            {
                ["session"] = machine.Session,
                ["answers"] = $"{machine.Server}/boots/{machine.Session}/answers/",
                ["events"] = $"{machine.Server}/boots/{machine.Session}/events",
            },
        };
    }

    private static (string? Name, NetworkConfig? Network, int Prefix) NetworkOf(Site site, string? address)
    {
        if (IPAddress.TryParse(address, out var ip))
        {
            foreach (var (name, network) in site.File.Networks)
            {
                if (IPNetwork.TryParse(network.Cidr, out var range) && range.Contains(ip)) return (name, network, range.PrefixLength);
            }
        }
        return (null, null, 0);
    }

    private static string Netmask(int prefix) => new IPAddress(prefix == 0 ? [0, 0, 0, 0] : BitConverter.GetBytes(IPAddress.HostToNetworkOrder(unchecked((int)(uint.MaxValue << (32 - prefix)))))).ToString();

    private static IEnumerable<string> Keys(Site site, MachineFacts machine)
    {
        var lines = new List<string>();
        foreach (var file in site.File.Trust.SshKeys)
        {
            try
            {
                lines.AddRange(System.Text.Encoding.UTF8.GetString(site.Files.Read(file, LargestKeyFile)).ReplaceLineEndings("\n").Split('\n'));
            }
            catch (BoundedFileException)
            {
                // The site's own check tells of files that cannot be read; an answer without that key is still an answer.
            }
        }
        return lines.Concat(machine.ExtraKeys).Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#').Distinct(StringComparer.Ordinal).Take(200);
    }

    /// <summary>JSON as values for a template.</summary>
    public static object? Value(JsonNode? node) => node switch
    {
        JsonObject mapping => mapping.ToDictionary(static entry => entry.Key, static entry => Value(entry.Value), StringComparer.Ordinal),
        JsonArray list => (object?[])[.. list.Select(Value)],
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
            _ => value.GetValue<string>(),
        },
        _ => null,
    };
}
