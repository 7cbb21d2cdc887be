using Microsoft.Data.Sqlite;
using Racklight.State.Storage;

namespace Racklight.State.Sqlite;

/// <summary>A write transaction on SQLite; commands are prepared once per connection and kept.</summary>
internal sealed class SqliteWriteTransaction(WriterConnection connection)
    : WriteTransaction(connection, connection.BeginTransaction(deferred: false))
{
    public override void Lock(long key)
    {
        // BEGIN IMMEDIATE holds the file's one write lock already.
    }

    public override long Execute(Statement statement, params object?[] values) => Command(statement, values).ExecuteNonQuery();

    public override long? Scalar(Statement statement, params object?[] values) => Command(statement, values).ExecuteScalar() as long?;

    public override IReadOnlyList<long> ExecuteMany(IReadOnlyList<(Statement Statement, object?[] Values)> steps)
    {
        var changed = new long[steps.Count];
        for (var i = 0; i < changed.Length; i++) changed[i] = Execute(steps[i].Statement, steps[i].Values);
        return changed;
    }

    private SqliteCommand Command(Statement statement, object?[] values)
    {
        var command = connection.Command(statement, values);
        command.Transaction = (SqliteTransaction)Transaction;
        return command;
    }
}
