using Racklight.App;
using Racklight.Sites;

namespace Racklight.Up;

/// <summary>Which site, node, network and image a virtual rack stands for.</summary>
internal static class SiteChoice
{
    /// <summary>The named site; else the current directory when it is one; else the example that came with the program.</summary>
    /// <exception cref="ProblemException">None of them is there.</exception>
    public static string Directory(UpOptions options)
    {
        if (options.NamesSite || File.Exists(Path.Combine(options.Server.Site, "site.yaml"))) return options.Server.Site;
        var homes = new[] { Environment.GetEnvironmentVariable("RACKLIGHT_HOME"), System.IO.Directory.GetCurrentDirectory(), "/usr/share/racklight" };
        return homes.OfType<string>().Select(home => Path.Combine(home, "examples/hypervisors")).FirstOrDefault(example => File.Exists(Path.Combine(example, "site.yaml")))
            ?? throw new ProblemException($"{options.Server.Site} holds no site.yaml, and no example site came with this program", "racklight site init DIR, then racklight up --site DIR");
    }

    /// <summary>The node that the rack's machine stands for: the named one, else the first that boots the image <c>minimal</c>, else the first that boots any image.</summary>
    public static (string Name, NodeFile Node, string Image) Node(Site site, string? wanted)
    {
        if (wanted is not null && !site.Nodes.ContainsKey(wanted)) throw new ProblemException($"the site has no node {wanted}", $"one of: {string.Join(", ", site.Nodes.Keys.Order(StringComparer.Ordinal))}");
        var candidates = site.Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Where(entry => wanted is null || entry.Key == wanted)
            .Select(entry => (entry.Key, entry.Value, Image: ImageOf(site, site.BootsOf(entry.Value))))
            .Where(entry => entry.Image is not null && entry.Value.Mac is not null)
            .ToList();
        if (candidates.Count == 0)
        {
            throw wanted is null
                ? new ProblemException("no node of the site has a MAC and boots an image", "add nodes/NAME.yaml with mac: and boots:, or look at examples/hypervisors")
                : new ProblemException($"node {wanted} boots {site.BootsOf(site.Nodes[wanted])}, which is no image of the site, or has no mac", "boots: IMAGE@stable");
        }
        var chosen = candidates.FirstOrDefault(entry => entry.Image == "minimal", candidates[0]);
        return (chosen.Key, chosen.Value, chosen.Image!);
    }

    /// <summary>The network that the rack is: the first one that serves full DHCP, else the first.</summary>
    public static (string Name, NetworkConfig Network) Network(Site site)
    {
        if (site.File.Networks.Count == 0) throw new ProblemException("the site has no network", "networks: { rack1: { cidr: 10.20.0.0/24, dhcp: full, range: 10.20.0.100-10.20.0.199 } }");
        var entries = site.File.Networks.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        var chosen = entries.FirstOrDefault(entry => entry.Value.Dhcp == "full", entries[0]);
        return (chosen.Key, chosen.Value);
    }

    /// <summary>The channel in <c>IMAGE@CHANNEL</c>; <c>stable</c> when none is named.</summary>
    public static string ChannelOf(string boots) => boots.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? boots[(at + 1)..] : "stable";

    private static string? ImageOf(Site site, string boots)
    {
        var name = boots.Split('@')[0];
        return site.Images.ContainsKey(name) ? name : null;
    }
}
