using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Inventories;

/// <summary>An inventory in Ansible's INI form: groups with hosts, groups of groups, variables.</summary>
internal sealed class IniInventory
{
    private readonly Dictionary<string, (YamlMark Mark, List<(string Name, YamlMark Mark)> Hosts, List<(string Name, YamlMark Mark)> Children)> _groups = new(StringComparer.Ordinal);

    /// <summary>The groups, with where each is first named, its hosts and the groups in it.</summary>
    public IReadOnlyDictionary<string, (YamlMark Mark, List<(string Name, YamlMark Mark)> Hosts, List<(string Name, YamlMark Mark)> Children)> Groups => _groups;

    /// <summary>What is written wrong.</summary>
    public List<YamlFault> Faults { get; } = [];

    /// <summary>True for a text that begins as an inventory: with a section, after comments and hosts.</summary>
    public static bool Looks(string text)
        => text.Split('\n', 200).Select(static line => line.Trim()).Any(static line => line is "[control]" or "[compute]" or "[baremetal:children]");

    /// <summary>Reads one.</summary>
    public static IniInventory Read(string text)
    {
        var inventory = new IniInventory();
        var (group, kind) = ("ungrouped", "");
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            var mark = new YamlMark(number, raw.IndexOf(line[0], StringComparison.Ordinal) + 1);
            if (line[0] == '[')
            {
                var end = line.IndexOf(']', StringComparison.Ordinal);
                if (end < 0)
                {
                    inventory.Faults.Add(new YamlFault("this `[` is never closed", mark, line + "]"));
                    continue;
                }
                var name = line[1..end];
                var colon = name.IndexOf(':', StringComparison.Ordinal);
                (group, kind) = colon < 0 ? (name, "") : (name[..colon], name[(colon + 1)..]);
                if (kind is not ("" or "children" or "vars")) inventory.Faults.Add(new YamlFault($"a section ends in :children or :vars, not :{kind}", mark));
                if (kind != "vars") inventory.Of(group, mark);
                continue;
            }
            var word = line.Split((char[]?)null, 2)[0];
            if (kind == "children") inventory.Of(group, mark).Children.Add((word, mark));
            else if (kind == "" && !word.Contains('=')) inventory.Of(group, mark).Hosts.Add((word, mark));
        }
        return inventory;
    }

    private (YamlMark Mark, List<(string Name, YamlMark Mark)> Hosts, List<(string Name, YamlMark Mark)> Children) Of(string group, YamlMark mark)
    {
        if (!_groups.TryGetValue(group, out var found)) _groups[group] = found = (mark, [], []);
        return found;
    }
}
