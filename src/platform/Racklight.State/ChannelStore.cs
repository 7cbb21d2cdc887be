using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Image channels in the database.</summary>
internal sealed class ChannelStore(Engine engine, Writer writer) : IChannelStore
{
    private static readonly Statement Set = Statement.Get("channels/set");
    private static readonly Statement Find = Statement.Get("channels/find");
    private static readonly Statement All = Statement.Get("channels/all");

    public Task SetAsync(string image, string channel, Digest digest, CancellationToken cancellationToken)
        => writer.RunAsync(transaction => transaction.Execute(Set, Bounded.Clean(image, Bounded.Name), Bounded.Clean(channel, Bounded.Name), digest.Hex), cancellationToken);

    public async Task<Digest?> FindAsync(string image, string channel, CancellationToken cancellationToken)
    {
        var found = await engine.ReadAsync(Find, row => Digest.Parse(row.GetString(0)), cancellationToken, Bounded.Clean(image, Bounded.Name), Bounded.Clean(channel, Bounded.Name));
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<(string Image, string Channel, Digest Digest)>> AllAsync(CancellationToken cancellationToken)
        => await engine.ReadAsync(All, row => (row.GetString(0), row.GetString(1), Digest.Parse(row.GetString(2))), cancellationToken);
}
