using System.Data.Common;

namespace Racklight.State.Storage;

/// <summary>A transaction of the one writer.</summary>
internal abstract class WriteTransaction(DbConnection connection, DbTransaction transaction) : IDisposable
{
    /// <summary>The connection that it runs on.</summary>
    public DbConnection Connection { get; } = connection;

    /// <summary>The driver's transaction.</summary>
    protected DbTransaction Transaction { get; } = transaction;

    /// <summary>Makes other servers on the same database wait until this transaction ends; for a database with one writer there is nothing to do.</summary>
    public abstract void Lock(long key);

    /// <summary>Runs a statement; the number of rows that it changed.</summary>
    public abstract long Execute(Statement statement, params object?[] values);

    /// <summary>Runs a statement; the first column of its first row, or null when there is no row.</summary>
    public abstract long? Scalar(Statement statement, params object?[] values);

    /// <summary>Runs many statements in order, in as few round trips as the database allows; the number of rows that each changed.</summary>
    public abstract IReadOnlyList<long> ExecuteMany(IReadOnlyList<(Statement Statement, object?[] Values)> steps);

    /// <summary>The rows of a statement.</summary>
    public List<T> Read<T>(Statement statement, Func<DbDataReader, T> read, params object?[] values)
    {
        using var command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = statement.Sql;
        Engine.Bind(command, statement, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>The names of a table's columns.</summary>
    public IReadOnlySet<string> Columns(string table)
    {
        using var command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = $"SELECT * FROM {table} LIMIT 0";
        using var reader = command.ExecuteReader();
        return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Runs a script of several statements without parameters.</summary>
    public void Script(string sql)
    {
        using var command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Commits.</summary>
    public void Commit() => Transaction.Commit();

    /// <summary>Rolls back unless committed.</summary>
    public virtual void Dispose() => Transaction.Dispose();
}
