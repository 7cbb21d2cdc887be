using System.Globalization;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>What openstack-ansible's environment (env.d) says of a group of hosts.</summary>
/// <param name="Containers">How many containers each of its hosts gets.</param>
/// <param name="Longest">The longest name among them, or empty.</param>
internal sealed record OsaGroup(int Containers, string Longest);

/// <summary>The groups of hosts that openstack-ansible knows.</summary>
internal static class OsaGroups
{
    private static readonly Lazy<IReadOnlyDictionary<string, OsaGroup>> Table = new(Read);

    /// <summary>The groups, by name.</summary>
    public static IReadOnlyDictionary<string, OsaGroup> Known => Table.Value;

    private static Dictionary<string, OsaGroup> Read()
    {
        using var reader = new StreamReader(typeof(OsaGroups).Assembly.GetManifestResourceStream("osa-groups.txt")!);
        return reader.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(' '))
            .ToDictionary(static words => words[0], static words => new OsaGroup(int.Parse(words[1], CultureInfo.InvariantCulture), words.Length > 2 ? words[2] : ""), StringComparer.Ordinal);
    }
}
