using System.Globalization;
using Npgsql;
using Racklight.State.Storage;

namespace Racklight.State.Postgres;

/// <summary>A write transaction on PostgreSQL (READ COMMITTED: each statement sees what was committed before it, so also after a lock was waited for).</summary>
internal sealed class PostgresWriteTransaction(NpgsqlConnection connection) : WriteTransaction(connection, connection.BeginTransaction())
{
    /// <summary>The transaction's advisory lock is released after its commit is durable, so the next holder sees all of it.</summary>
    public override void Lock(long key) => Script(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({key})"));

    public override long Execute(Statement statement, params object?[] values)
    {
        using var command = Command(statement, values);
        return command.ExecuteNonQuery();
    }

    public override long? Scalar(Statement statement, params object?[] values)
    {
        using var command = Command(statement, values);
        return command.ExecuteScalar() as long?;
    }

    public override IReadOnlyList<long> ExecuteMany(IReadOnlyList<(Statement Statement, object?[] Values)> steps)
    {
        if (steps.Count == 0) return [];
        using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction)Transaction);
        foreach (var (statement, values) in steps)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new NpgsqlParameter(statement.Parameters[i], values[i] ?? DBNull.Value));
            batch.BatchCommands.Add(command);
        }
        batch.ExecuteNonQuery();
        var changed = new long[steps.Count];
        for (var i = 0; i < changed.Length; i++) changed[i] = batch.BatchCommands[i].RecordsAffected;
        return changed;
    }

    private NpgsqlCommand Command(Statement statement, object?[] values)
    {
        var command = new NpgsqlCommand(statement.Sql, connection, (NpgsqlTransaction)Transaction);
        Engine.Bind(command, statement, values);
        return command;
    }
}
