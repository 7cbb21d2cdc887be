using System.Data.Common;

namespace Racklight.State.Storage;

/// <summary>What differs between SQLite and PostgreSQL. The statements are the same on both (<c>Queries/</c>); only the tables' definitions are not.</summary>
internal abstract class Engine : IAsyncDisposable
{
    /// <summary>What it is and where, without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>The folder of the migrations: <c>Sqlite</c> or <c>Postgres</c>.</summary>
    public abstract string Dialect { get; }

    /// <summary>The tables whose ids the database counts, after rows were put in with ids of their own.</summary>
    public abstract void ContinueIdentities(WriteTransaction transaction);

    /// <summary>A connection for reading, open; the caller disposes it.</summary>
    public abstract ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>The connection of the one writer, open.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Begins a transaction of the writer. With <paramref name="durable"/> its commit survives a power cut; without it a crash may lose it whole.</summary>
    public abstract WriteTransaction Begin(DbConnection connection, bool durable);

    /// <summary>Begins a transaction of a reader that sees one moment of the whole database.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Says what a driver's exception means for its reader; null when it is not of this database.</summary>
    public abstract ProblemException? Explain(Exception exception);

    /// <summary>True when the writer's connection is of no more use.</summary>
    public abstract bool IsBroken(DbConnection connection, Exception exception);

    /// <summary>How large the database is, in bytes.</summary>
    public abstract Task<long> SizeAsync(CancellationToken cancellationToken);

    /// <summary>Names what is damaged in the database's file; empty when nothing is, or when the server looks after that itself.</summary>
    public abstract Task<string> CheckAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Reads all rows of a statement.</summary>
    /// <exception cref="ProblemException">The database cannot be read.</exception>
    public virtual async Task<List<T>> ReadAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        try
        {
            await using var connection = await OpenReaderAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            Bind(command, statement, values);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Adds a statement's values to a command.</summary>
    public static void Bind(DbCommand command, Statement statement, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = statement.Parameters[i];
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }
}
