using System.Net;
using System.Net.Sockets;
using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Caching;

/// <summary>Connects only to addresses that the rules allow. Resolves itself and connects to what it looked at, so that a name cannot change its meaning in between.</summary>
/// <param name="rules">The rules.</param>
/// <param name="resolve">Turns a name into addresses.</param>
internal sealed class GuardedConnector(ICacheRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var end = context.DnsEndPoint;
        var rule = HostRules.Of(rules.Current.Hosts, end.Host, end.Port);
        if (rule == HostRule.None) throw new WebFault($"the site does not allow {end.Host}:{end.Port} through the cache");
        var addresses = await resolve(end.Host, cancellationToken);
        var usable = rule == HostRule.Name ? addresses : [.. addresses.Where(HostRules.IsPublic)];
        if (usable.Length == 0) throw new WebFault($"{end.Host} is at {string.Join(", ", addresses.Take(4).Select(static address => address.ToString()))}, which is no public address", "name the host itself, without *, under cache.hosts in site.yaml if machines shall reach it");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, end.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
