using System.Data.Common;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Tries in the database.</summary>
internal sealed class TryStore(Engine engine, Writer writer) : ITryStore
{
    private const long Kept = 10_000;
    private static readonly Statement Set = Statement.Get("tries/set");
    private static readonly Statement Trim = Statement.Get("tries/trim");
    private static readonly Statement Clear = Statement.Get("tries/clear");
    private static readonly Statement HandOut = Statement.Get("tries/hand-out");
    private static readonly Statement UseUp = Statement.Get("tries/use-up");
    private static readonly Statement Find = Statement.Get("tries/find");
    private static readonly Statement All = Statement.Get("tries/all");

    public Task SetAsync(NodeTry what, CancellationToken cancellationToken) => writer.RunAsync(
        transaction =>
        {
            transaction.Execute(Set, Name(what.Node), Name(what.Ref), what.Once ? 1L : 0L, Name(what.Who), what.At.ToColumn());
            return transaction.Execute(Trim, Kept);
        },
        cancellationToken);

    public async Task<NodeTry?> FindAsync(string node, CancellationToken cancellationToken)
        => (await engine.ReadAsync(Find, Read, cancellationToken, Name(node))).FirstOrDefault();

    public async Task<IReadOnlyList<NodeTry>> AllAsync(CancellationToken cancellationToken) => await engine.ReadAsync(All, Read, cancellationToken);

    public async Task<bool> ClearAsync(string node, CancellationToken cancellationToken)
        => await writer.RunAsync(transaction => transaction.Execute(Clear, Name(node)), cancellationToken) > 0;

    public Task HandOutAsync(string node, string reference, long boot, CancellationToken cancellationToken)
        => writer.RunAsync(transaction => transaction.Execute(HandOut, Name(node), Name(reference), boot), cancellationToken);

    public async Task<bool> UseUpAsync(string node, long boot, CancellationToken cancellationToken)
        => await writer.RunAsync(transaction => transaction.Execute(UseUp, Name(node), boot), cancellationToken) > 0;

    private static string Name(string text) => Bounded.Clean(text, Bounded.Name);

    private static NodeTry Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, row.GetString(3), row.Time(4))
    {
        BootId = row.IsDBNull(5) ? null : row.GetInt64(5),
    };
}
