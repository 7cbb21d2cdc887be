using Microsoft.Extensions.Logging;
using Racklight.State.Postgres;
using Racklight.State.Sqlite;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Opens the observed state.</summary>
public static class Databases
{
    /// <summary>The SQLite file in the state directory.</summary>
    public const string FileName = "racklight.db";

    /// <summary>Files up to that size are checked whole at every start; it costs about a millisecond a MiB.</summary>
    private const long CheckedAtStart = 16 << 20;

    /// <summary>Opens the database, makes it when it is new, and brings its tables up to this program.</summary>
    /// <param name="url"><c>postgres://user:password@host/name</c>, or null for SQLite in <paramref name="stateDirectory"/>.</param>
    /// <param name="stateDirectory">Where SQLite's file lies; made when missing.</param>
    /// <param name="time">The clock that decides which leases have expired.</param>
    /// <param name="logger">Told of lost events.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The URL is wrong, or the database cannot be reached, read or written, is damaged, or is newer than this program.</exception>
    public static async Task<IDatabase> OpenAsync(string? url, string stateDirectory, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
        => await Database.OpenAsync(await OpenEngineAsync(url, stateDirectory, cancellationToken), time, logger, cancellationToken);

    /// <summary>The database below the stores, not migrated yet.</summary>
    internal static async Task<Engine> OpenEngineAsync(string? url, string stateDirectory, CancellationToken cancellationToken)
    {
        if (url is not null) return new PostgresEngine(url);
        var engine = SqliteEngine.InDirectory(stateDirectory);
        var file = Path.Combine(stateDirectory, FileName);
        if (File.Exists(file) && new FileInfo(file).Length is > 0 and <= CheckedAtStart && await engine.CheckAsync(cancellationToken) is { Length: > 0 } damage)
        {
            throw SqliteProblems.Damaged(Path.GetFullPath(file), damage);
        }
        return engine;
    }
}
