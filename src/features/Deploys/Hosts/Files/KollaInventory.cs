using Racklight.Sites;

namespace Racklight.Deploys.Hosts.Files;

/// <summary>The hosts in kolla's inventory: the top groups are the site's, every other line is the user's or the release's.</summary>
internal static class KollaInventory
{
    private static readonly string[] Tops = ["control", "network", "compute", "monitoring", "storage"];

    /// <summary>The inventory with the site's hosts.</summary>
    /// <param name="text">The inventory as it is, or the release's sample; empty: only the top groups are written.</param>
    /// <param name="hosts">The hosts.</param>
    /// <returns>The text, and what was changed, a line each.</returns>
    public static (string Text, IReadOnlyList<string> Changes) Merge(string text, IReadOnlyList<HostPlan> hosts)
    {
        var changes = new List<string>();
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = text.Length == 0 ? [] : text.Split('\n').Select(static line => line.TrimEnd('\r')).ToList();
        if (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        foreach (var top in Tops)
        {
            var members = hosts.Where(host => host.Roles.Contains(top) || (top == "network" && host.Roles.Contains("loadbalancer"))).ToList();
            var start = lines.FindIndex(line => line.Trim() == $"[{top}]");
            if (start < 0)
            {
                if (lines.Count > 0 && lines[^1].Length > 0) lines.Add("");
                lines.Add($"[{top}]");
                start = lines.Count - 1;
                changes.Add($"[{top}]: added");
            }
            Section(lines, start, top, members, hosts, changes);
        }
        if (text.Length == 0) lines.AddRange(["", "[deployment]", "localhost ansible_connection=local", "", "[baremetal:children]", .. Tops]);
        return (string.Join(newLine, lines) + newLine, changes);
    }

    private static void Section(List<string> lines, int start, string top, List<HostPlan> members, IReadOnlyList<HostPlan> all, List<string> changes)
    {
        var end = lines.FindIndex(start + 1, static line => line.TrimStart().StartsWith('['));
        if (end < 0) end = lines.Count;
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = start + 1; i < end; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            var words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            if (!members.Exists(host => host.Name == words[0]))
            {
                // The sample's placeholders are nobody's hosts; others are the user's own, or were taken off this role.
                if (!IsPlaceholder(words[0]) && !all.Any(host => host.Name == words[0])) continue;
                changes.Add($"[{top}] {words[0]}: taken out");
                lines.RemoveAt(i--);
                end--;
                continue;
            }
            known.Add(words[0]);
            var address = members.First(host => host.Name == words[0]).Management;
            if (Variable(line, "ansible_host") is { } there && there != address)
            {
                lines[i] = lines[i].Replace($"ansible_host={there}", $"ansible_host={address}", StringComparison.Ordinal);
                changes.Add($"[{top}] {words[0]}: ansible_host was {there}, is {address}");
            }
        }
        while (end > start + 1 && lines[end - 1].Trim().Length == 0) end--;
        foreach (var host in members.Where(host => !known.Contains(host.Name)))
        {
            lines.Insert(end++, $"{host.Name} ansible_host={host.Management}");
            changes.Add($"[{top}] {host.Name}: added");
        }
    }

    private static bool IsPlaceholder(string name) => name is "localhost" or "control01" or "control02" or "control03" or "network01" or "network02" or "compute01" or "monitoring01" or "storage01";

    private static string? Variable(string line, string name)
    {
        var at = line.IndexOf(name + "=", StringComparison.Ordinal);
        return at < 0 ? null : line[(at + name.Length + 1)..].Split((char[]?)null, 2)[0];
    }
}
