using System.Data.Common;
using Microsoft.Data.Sqlite;
using Racklight.State.Storage;

namespace Racklight.State.Sqlite;

/// <summary>One file in WAL mode: readers never wait for the writer, and a crash at any moment leaves what was committed.</summary>
internal sealed class SqliteEngine : Engine
{
    private const int BusySeconds = 5;

    // The pages that ten thousand booting machines write to, so that the writer neither reads them again nor gives them back to the C library and takes them anew.
    private const int WriterCacheKibibytes = 32 << 10;
    private readonly string _file;
    private readonly string _readers;
    private readonly string _writer;
    private readonly SqliteReaders _idle;

    private SqliteEngine(string file)
    {
        _file = file;
        _readers = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = BusySeconds }.ToString();
        _writer = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ToString();
        _idle = new SqliteReaders(new SqliteConnectionStringBuilder(_readers) { Pooling = false }.ToString());
    }

    public override string Description => "sqlite " + _file;

    public override string Dialect => "Sqlite";

    /// <summary>The database of a state directory, which is made when it is missing.</summary>
    /// <exception cref="ProblemException">The directory cannot be made or written.</exception>
    public static SqliteEngine InDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot make the state directory {directory}: {e.Message}", "another directory: --state DIR", ExitCodes.Outside, e);
        }
        return new SqliteEngine(Path.GetFullPath(Path.Combine(directory, Databases.FileName)));
    }

    public override async ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>SQLite reads files, and has no other way of waiting for them than a thread: this is done when it returns.</summary>
    public override Task<List<T>> ReadAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var connection = _idle.Take();
            try
            {
                var rows = new List<T>();
                using (var reader = connection.Command(statement, values).ExecuteReader())
                {
                    while (reader.Read()) rows.Add(read(reader));
                }
                _idle.Give(connection);
                return Task.FromResult(rows);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            return Task.FromException<List<T>>(problem);
        }
    }

    public override DbConnection OpenWriter()
    {
        AllocatorSettings.KeepFreedMemory();
        var connection = new WriterConnection(_writer);
        try
        {
            connection.Open();
            // Secrets' hashes and boot reports are nobody else's business.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Pragma(connection, "journal_mode = WAL");
            Pragma(connection, $"busy_timeout = {BusySeconds * 1000}");
            Pragma(connection, $"cache_size = -{WriterCacheKibibytes}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override WriteTransaction Begin(DbConnection connection, bool durable)
    {
        var writer = (WriterConnection)connection;
        // In WAL mode FULL fsyncs the log at each commit, NORMAL only at checkpoints (sqlite.org/pragma.html#pragma_synchronous).
        // A durable commit also makes durable whatever was committed before it: it is one log.
        if (writer.IsDurable != durable) Pragma(writer, durable ? "synchronous = FULL" : "synchronous = NORMAL");
        writer.IsDurable = durable;
        return new SqliteWriteTransaction(writer);
    }

    public override void ContinueIdentities(WriteTransaction transaction)
    {
        // AUTOINCREMENT keeps its own highest id, also for rows that were put in with an id.
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override ProblemException? Explain(Exception exception) => SqliteProblems.Explain(exception, _file);

    public override bool IsBroken(DbConnection connection, Exception exception) => exception is SqliteException && connection.State != System.Data.ConnectionState.Open;

    public override Task<long> SizeAsync(CancellationToken cancellationToken)
        => Task.FromResult(new[] { _file, _file + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length));

    public override async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenReaderAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            var said = (string?)await command.ExecuteScalarAsync(cancellationToken);
            return said is null or "ok" ? "" : said;
        }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            throw problem;
        }
    }

    public override ValueTask DisposeAsync()
    {
        _idle.Dispose();
        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private static void Pragma(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + pragma;
        command.ExecuteNonQuery();
    }
}
