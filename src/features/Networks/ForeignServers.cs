using Racklight.App;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks;

/// <summary>Looks for other DHCP servers on the links that are to be served in full mode: two would give the same addresses away.</summary>
internal sealed class ForeignServers(ServerSettings settings, TimeProvider clock)
{
    /// <summary>Servers that look whether an address is free before they offer it answer this late.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>What is asked before anything is served: long enough for an INFORM's answer, short enough not to be noticed.</summary>
    public static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <summary>The first foreign server that answers, by network; empty when there is none.</summary>
    public async Task<IReadOnlyList<(DhcpNetwork Network, string Interface, ProbeAnswer Answer)>> FindAsync(IReadOnlyList<DhcpNetwork> networks, TimeSpan duration, CancellationToken cancellationToken)
    {
        var links = Links();
        var own = links.SelectMany(link => link.Addresses).Select(entry => entry.Address).ToHashSet();
        var tasks = networks.Where(network => network.Mode == NetworkMode.Full)
            .SelectMany(network => links.Where(link => Serves(link, network)).Select(link => AskAsync(network, link, own, duration, cancellationToken)));
        return [.. (await Task.WhenAll(tasks)).SelectMany(found => found)];
    }

    /// <summary>The interfaces where machines are.</summary>
    public IReadOnlyList<LocalLink> Links() => NetworkNamespace.Run(settings.NetworkNamespace, LocalLink.All);

    private bool Serves(LocalLink link, DhcpNetwork network) => !link.IsLoopback && link.IsUp
        && (settings.Interfaces.Count == 0 || settings.Interfaces.Contains(link.Name))
        && link.Addresses.Any(entry => network.Subnet.Contains(entry.Address));

    private async Task<IEnumerable<(DhcpNetwork, string, ProbeAnswer)>> AskAsync(DhcpNetwork network, LocalLink link, HashSet<IPv4> own, TimeSpan duration, CancellationToken cancellationToken)
    {
        bool IsForeign(ProbeAnswer answer) => !own.Contains(answer.Server) && !answer.IsProxy;
        var answers = await DhcpProbe.AskAsync(link, new DhcpPorts((ushort)settings.DhcpPort), null, duration, IsForeign, Within, clock, cancellationToken);
        return answers.Where(IsForeign).Select(answer => (network, link.Name, answer));
    }

    private void Within(Action action) => NetworkNamespace.Run(settings.NetworkNamespace, () =>
    {
        action();
        return 0;
    });
}
