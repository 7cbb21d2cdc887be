using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using Racklight.State.Storage;

namespace Racklight.State.Postgres;

/// <summary>A PostgreSQL database that several servers may share.</summary>
internal sealed class PostgresEngine : Engine
{
    private readonly NpgsqlDataSource _source;

    public PostgresEngine(string url)
    {
        var (connection, description) = PostgresUrl.Parse(url);
        Description = description;
        var builder = new NpgsqlSlimDataSourceBuilder(connection.ToString());
        // The slim builder leaves TLS out unless asked: a password must not cross a network in the clear where the server can do better.
        builder.EnableTransportSecurity();
        _source = builder.Build();
    }

    public override string Description { get; }

    public override string Dialect => "Postgres";

    public override void ContinueIdentities(WriteTransaction transaction)
    {
        foreach (var (table, column) in new[] { ("boot", "id"), ("session", "seq"), ("audit", "id") })
        {
            transaction.Script($"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)");
        }
    }

    public override async ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    public override DbConnection OpenWriter() => _source.OpenConnection();

    public override WriteTransaction Begin(DbConnection connection, bool durable)
    {
        var transaction = new PostgresWriteTransaction((NpgsqlConnection)connection);
        try
        {
            // Durable whatever the server's default is; events need not wait for the disk (postgresql.org/docs/15/wal-async-commit.html).
            transaction.Script(durable ? "SET LOCAL synchronous_commit = on" : "SET LOCAL synchronous_commit = off");
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);

    public override ProblemException? Explain(Exception exception) => exception switch
    {
        ProblemException problem => problem,
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e
            => Outside($"{Description} does not let this user in: {e.MessageText}", "the user and password in --database", e),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e
            => Outside($"{Description}: {e.MessageText}", "createdb NAME on the database server", e),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e
            => Outside($"{Description} refused: {e.MessageText}", "let the database's owner be the user in --database: ALTER DATABASE name OWNER TO user", e),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } e => Outside($"no space left on the disk of {Description}", "free some space there; racklight goes on by itself", e),
        PostgresException e => Outside($"{Description} refused: {e.MessageText} ({e.SqlState})", null, e),
        NpgsqlException or SocketException or TimeoutException
            => Outside($"{Description} cannot be reached: {exception.InnerException?.Message ?? exception.Message}", "check that the server runs and that --database names it", exception),
        _ => null,
    };

    public override bool IsBroken(DbConnection connection, Exception exception)
        => connection.State != System.Data.ConnectionState.Open || exception is (NpgsqlException and not PostgresException) or SocketException or TimeoutException;

    public override async Task<long> SizeAsync(CancellationToken cancellationToken)
        => (await ReadAsync(new Statement("size", "SELECT pg_database_size(current_database())", []), row => row.GetInt64(0), cancellationToken))[0];

    // Checksums and amcheck are the database server's own business.
    public override Task<string> CheckAsync(CancellationToken cancellationToken) => Task.FromResult("");

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static ProblemException Outside(string message, string? hint, Exception exception) => new(message, hint, ExitCodes.Outside, exception);
}
