using Racklight.Images;
using Racklight.Nodes.Boots;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>Reads nodes for the API, the dashboard and the command line: those that the site names, and those that showed themselves.</summary>
internal sealed class NodeQueries(ISites sites, SiteIndex index, BootLedger ledger, IImages images, ITryStore tries, IAssignmentStore assignments, TimeProvider clock)
{
    // The store keeps 10,000 that no file names, and those that one does.
    private const int MostSeen = 40_000;

    /// <summary>All nodes, by name.</summary>
    public async Task<IReadOnlyList<NodeView>> ListAsync(CancellationToken cancellationToken)
    {
        var site = sites.Current;
        var latest = (await ledger.LatestAsync(cancellationToken)).ToDictionary(pair => pair.Boot.Node, StringComparer.Ordinal);
        var names = (await images.ListAsync(cancellationToken)).ToDictionary(image => image.Digest.Hex, image => image.Manifest.Name);
        var tried = (await tries.AllAsync(cancellationToken)).ToDictionary(static one => one.Node, StringComparer.Ordinal);
        var assigned = (await assignments.AllAsync(cancellationToken)).ToDictionary(static one => one.Target, StringComparer.Ordinal);
        var seen = (await ledger.Store.SeenAsync(MostSeen, cancellationToken)).Where(IsDiscovered).ToDictionary(static machine => MacAddress.Parse(machine.Mac).ToHyphens(), StringComparer.Ordinal);
        var views = new List<NodeView>();
        foreach (var name in site.Nodes.Keys.Union(latest.Keys).Union(seen.Keys))
        {
            latest.TryGetValue(name, out var pair);
            var machine = seen.GetValueOrDefault(name);
            var choice = BootChoice.Of(
                site,
                site.Nodes.GetValueOrDefault(name),
                Targets(site, name, pair.Boot, machine).InOrder.Select(target => assigned.GetValueOrDefault(target)).FirstOrDefault(static one => one is not null),
                tried.GetValueOrDefault(name));
            views.Add(View(site, name, choice, pair.Boot, pair.Last, machine, names));
        }
        return [.. views.OrderBy(view => view.Named ? 0 : 1).ThenBy(view => view.Name, StringComparer.Ordinal)];
    }

    /// <summary>One node, or null when neither site nor store knows it.</summary>
    public async Task<NodeView?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var site = sites.Current;
        var boot = (await ledger.Store.BootsAsync(name, 1, cancellationToken)).FirstOrDefault();
        var machine = MacAddress.TryParse(name, out var mac) && !site.Nodes.ContainsKey(name) ? await SeenAsync(mac, cancellationToken) : null;
        if (boot is null && machine is null && !site.Nodes.ContainsKey(name)) return null;
        var last = boot is null ? null : (await EventsAsync(boot.Id, cancellationToken)).LastOrDefault();
        var image = Digest.TryParse(boot?.Image, out var digest) ? await images.FindAsync(digest, cancellationToken) : null;
        var choice = BootChoice.Of(site, site.Nodes.GetValueOrDefault(name), await assignments.FindAsync(Targets(site, name, boot, machine), cancellationToken), await tries.FindAsync(name, cancellationToken));
        return View(site, name, choice, boot, last, machine, image is null ? [] : new Dictionary<string, string> { [image.Digest.Hex] = image.Manifest.Name });
    }

    /// <summary>A node's boots, newest first.</summary>
    public Task<IReadOnlyList<Boot>> BootsAsync(string name, CancellationToken cancellationToken) => ledger.Store.BootsAsync(name, 20, cancellationToken);

    /// <summary>A boot's events, oldest first, those still on their way to the store included.</summary>
    public async Task<IReadOnlyList<BootEvent>> EventsAsync(long boot, CancellationToken cancellationToken)
    {
        await ledger.Store.FlushAsync(cancellationToken);
        return await ledger.Store.EventsAsync(boot, cancellationToken);
    }

    /// <summary>Machines that showed themselves, last seen first.</summary>
    public Task<IReadOnlyList<SeenMachine>> MachinesAsync(CancellationToken cancellationToken) => ledger.Store.SeenAsync(1000, cancellationToken);

    /// <summary>Machines that asked to boot and that no file names, last seen first.</summary>
    public async Task<IReadOnlyList<SeenMachine>> DiscoveredAsync(CancellationToken cancellationToken)
    {
        await ledger.Store.FlushAsync(cancellationToken);
        return [.. (await ledger.Store.SeenAsync(MostSeen, cancellationToken)).Where(IsDiscovered)];
    }

    /// <summary>What is known of a machine that no file names, or null.</summary>
    public async Task<SeenMachine?> SeenAsync(MacAddress mac, CancellationToken cancellationToken)
    {
        await ledger.Store.FlushAsync(cancellationToken);
        return await ledger.Store.SeenAsync(mac.ToString(), cancellationToken) is { } machine && IsDiscovered(machine) ? machine : null;
    }

    // Telephones and printers use DHCP too, and never say how they boot. Asked of the site as it is now: a node that was added since is none of these.
    private bool IsDiscovered(SeenMachine machine)
        => (machine.Firmware ?? machine.Description) is not null && MacAddress.TryParse(machine.Mac, out var mac) && index.Find(mac, machine.Uuid, machine.Serial).File is null;

    private static AssignmentTargets Targets(Site site, string name, Boot? boot, SeenMachine? machine)
    {
        var file = site.Nodes.GetValueOrDefault(name);
        var mac = MacAddress.TryParse(file?.Mac ?? machine?.Mac ?? boot?.Mac, out var known) ? known.ToHyphens() : name;
        return new AssignmentTargets(name, mac, file?.Uuid ?? machine?.Uuid, file?.Serial ?? machine?.Serial);
    }

    private NodeView View(Site site, string name, BootChoice choice, Boot? boot, BootEvent? last, SeenMachine? machine, Dictionary<string, string> imageNames)
    {
        var file = site.Nodes.GetValueOrDefault(name);
        return new NodeView(name, NodeStates.Of(boot, last, clock.GetUtcNow()))
        {
            Named = file is not null,
            Group = file?.Group,
            Mac = MacAddress.TryParse(file?.Mac ?? boot?.Mac ?? machine?.Mac, out var mac) ? mac.ToString() : null,
            Address = boot?.Address ?? file?.Address ?? machine?.Address,
            Choice = choice,
            Machine = machine,
            ImageName = boot?.Image is { } image ? imageNames.GetValueOrDefault(image) : null,
            Boot = boot,
            Last = last,
        };
    }
}
