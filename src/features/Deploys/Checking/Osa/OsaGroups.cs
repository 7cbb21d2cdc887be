using System.Globalization;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>What openstack-ansible's environment (env.d) says of a group of hosts.</summary>
/// <param name="Containers">How many containers each of its hosts gets.</param>
/// <param name="Longest">The longest name among them, or empty.</param>
internal sealed record OsaGroup(int Containers, string Longest);

/// <summary>The groups that openstack-ansible knows.</summary>
internal static class OsaGroups
{
    private static readonly Lazy<IReadOnlyDictionary<string, OsaGroup>> Table = new(Read);
    private static readonly Lazy<IReadOnlySet<string>> Components = new(static () => Lines("osa-components.txt").Concat(Known.Keys).Concat(Known.Keys.Where(static name => name.EndsWith("_hosts", StringComparison.Ordinal)).Select(static name => name[..^"hosts".Length] + "containers")).ToHashSet(StringComparer.Ordinal));

    /// <summary>The groups, by name.</summary>
    public static IReadOnlyDictionary<string, OsaGroup> Known => Table.Value;

    /// <summary>The names of all groups of its inventory: of hosts, of containers, and of what runs in them.</summary>
    public static IReadOnlySet<string> All => Components.Value;

    private static Dictionary<string, OsaGroup> Read()
        => Lines("osa-groups.txt").Select(static line => line.Split(' ')).ToDictionary(static words => words[0], static words => new OsaGroup(int.Parse(words[1], CultureInfo.InvariantCulture), words.Length > 2 ? words[2] : ""), StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string resource)
    {
        using var reader = new StreamReader(typeof(OsaGroups).Assembly.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];
    }
}
