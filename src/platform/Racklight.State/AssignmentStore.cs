using System.Data.Common;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Assignments in the database.</summary>
internal sealed class AssignmentStore(Engine engine, Writer writer) : IAssignmentStore
{
    private const long Most = 20_000;
    private static readonly Statement Set = Statement.Get("assignments/set");
    private static readonly Statement Count = Statement.Get("assignments/count");
    private static readonly Statement Clear = Statement.Get("assignments/clear");
    private static readonly Statement HandOut = Statement.Get("assignments/hand-out");
    private static readonly Statement OnceOf = Statement.Get("assignments/once-of");
    private static readonly Statement UseUp = Statement.Get("assignments/use-up");
    private static readonly Statement Find = Statement.Get("assignments/find");
    private static readonly Statement All = Statement.Get("assignments/all");

    public Task SetAsync(IReadOnlyList<Assignment> assignments, CancellationToken cancellationToken) => writer.RunAsync(
        transaction =>
        {
            transaction.ExecuteMany([.. assignments.Select(static one => (Set, new object?[] { Name(one.Target), Name(one.What), one.Once ? 1L : 0L, Name(one.Who), one.At.ToColumn() }))]);
            var count = transaction.Scalar(Count) ?? 0;
            return count <= Most ? count : throw new ProblemException($"there would be {count:N0} assignments, and {Most:N0} are kept", "racklight node release NODE… ends some; what a group always boots belongs into groups/NAME.yaml");
        },
        cancellationToken);

    public async Task<Assignment?> FindAsync(AssignmentTargets targets, CancellationToken cancellationToken)
    {
        var order = targets.InOrder;
        string? At(int place) => place < order.Count ? Name(order[place]) : null;
        var found = await engine.ReadAsync(Find, Read, cancellationToken, At(0), At(1), At(2), At(3));
        return found.MinBy(one => order.TakeWhile(target => Name(target) != one.Target).Count());
    }

    public async Task<IReadOnlyList<Assignment>> AllAsync(CancellationToken cancellationToken) => await engine.ReadAsync(All, Read, cancellationToken);

    public Task<IReadOnlyList<string>> ClearAsync(IReadOnlyList<string> targets, CancellationToken cancellationToken) => writer.RunAsync<IReadOnlyList<string>>(
        transaction =>
        {
            var cleared = transaction.ExecuteMany([.. targets.Select(static target => (Clear, new object?[] { Name(target) }))]);
            return [.. targets.Where((_, place) => cleared[place] > 0)];
        },
        cancellationToken);

    public Task HandOutAsync(Assignment assignment, long boot, CancellationToken cancellationToken)
        => writer.RunAsync(transaction => transaction.Execute(HandOut, Name(assignment.Target), Name(assignment.What), assignment.At.ToColumn(), boot), cancellationToken);

    public async Task<Assignment?> UseUpAsync(long boot, CancellationToken cancellationToken)
    {
        // Machines report often and are seldom assigned something: a read costs no turn of the writer.
        if ((await engine.ReadAsync(OnceOf, Read, cancellationToken, boot)).FirstOrDefault() is not { } once) return null;
        return await writer.RunAsync(transaction => transaction.Execute(UseUp, boot), cancellationToken) > 0 ? once : null;
    }

    private static string Name(string text) => Bounded.Clean(text, Bounded.Name);

    private static Assignment Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, row.GetString(3), row.Time(4))
    {
        BootId = row.IsDBNull(5) ? null : row.GetInt64(5),
    };
}
