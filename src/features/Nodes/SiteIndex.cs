using System.Net;
using System.Runtime.CompilerServices;
using Racklight.Sites;

namespace Racklight.Nodes;

/// <summary>What the site says of one machine.</summary>
/// <param name="Name">The node's name, or its MAC with hyphens when no file names it.</param>
/// <param name="File">The node's file, or null.</param>
/// <param name="Boots">What it boots: <c>local</c>, <c>menu</c>, a menu entry or an image.</param>
internal sealed record KnownNode(string Name, NodeFile? File, string Boots);

/// <summary>Finds nodes by MAC, UUID or serial in constant time: DHCP asks thousands of times a second. Made anew when the site changes.</summary>
internal sealed class SiteIndex(ISites sites)
{
    private static readonly ConditionalWeakTable<Site, Maps> OfOthers = new();
    private Maps _maps = new(null, [], [], []);

    /// <summary>The node of that machine by another site than the one that is served.</summary>
    public static KnownNode FindIn(Site site, MacAddress mac, string? uuid, string? serial) => Find(site, OfOthers.GetValue(site, static other => Maps.From(other)), mac, uuid, serial);

    /// <summary>The node of that machine; never null, since an unknown machine boots what <c>unknown:</c> says.</summary>
    public KnownNode Find(MacAddress mac, string? uuid, string? serial = null)
    {
        var (maps, site) = Current();
        return Find(site, maps, mac, uuid, serial);
    }

    /// <summary>The node that the site knows by that UUID or serial number, or null.</summary>
    public KnownNode? FindByIdentity(string? uuid, string? serial)
    {
        var (maps, site) = Current();
        var name = (uuid is null ? null : maps.ByUuid.GetValueOrDefault(uuid)) ?? (serial is null ? null : maps.BySerial.GetValueOrDefault(serial));
        return name is null ? null : new KnownNode(name, site.Nodes[name], site.BootsOf(site.Nodes[name]));
    }

    /// <summary>The address reserved for a machine, or null.</summary>
    public IPAddress? Reservation(MacAddress mac, string? uuid)
        => Find(mac, uuid).File?.Address is { } text && IPAddress.TryParse(text, out var address) ? address : null;

    private static KnownNode Find(Site site, Maps maps, MacAddress mac, string? uuid, string? serial)
    {
        if (!maps.ByMac.TryGetValue(mac, out var name)
            && (uuid is null || !maps.ByUuid.TryGetValue(uuid, out name))
            && (serial is null || !maps.BySerial.TryGetValue(serial, out name)))
        {
            return new KnownNode(mac.ToHyphens(), null, site.File.Unknown);
        }
        var file = site.Nodes[name];
        return new KnownNode(name, file, site.BootsOf(file));
    }

    private (Maps Maps, Site Site) Current()
    {
        var site = sites.Current;
        var maps = Volatile.Read(ref _maps);
        if (!ReferenceEquals(maps.Of, site)) Volatile.Write(ref _maps, maps = Maps.From(site));
        return (maps, site);
    }

    private sealed record Maps(Site? Of, Dictionary<MacAddress, string> ByMac, Dictionary<string, string> ByUuid, Dictionary<string, string> BySerial)
    {
        public static Maps From(Site site)
        {
            var maps = new Maps(site, [], new(StringComparer.OrdinalIgnoreCase), new(StringComparer.OrdinalIgnoreCase));
            foreach (var (name, node) in site.Nodes)
            {
                if (MacAddress.TryParse(node.Mac, out var mac)) maps.ByMac.TryAdd(mac, name);
                if (node.Uuid is { } uuid) maps.ByUuid.TryAdd(uuid, name);
                if (node.Serial is { } serial) maps.BySerial.TryAdd(serial, name);
            }
            return maps;
        }
    }
}
