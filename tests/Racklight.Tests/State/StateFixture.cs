using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Racklight.State;

namespace Racklight.Tests.State;

/// <summary>Where the shared tests find a fresh database: a new one for every test.</summary>
public abstract class StateFixture : IAsyncLifetime
{
    private readonly List<IDatabase> _open = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    protected string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("racklight-state-").FullName;

    /// <summary>The database's URL; null for SQLite.</summary>
    protected string? Url { get; set; }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var database in _open) await database.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the test's database; each call is another server on it.</summary>
    protected async Task<IDatabase> OpenAsync()
    {
        var database = await Databases.OpenAsync(Url, Directory, Time, NullLogger.Instance, Token);
        _open.Add(database);
        return database;
    }

    /// <summary>Closes a server, as a restart does.</summary>
    protected async Task CloseAsync(IDatabase database)
    {
        _open.Remove(database);
        await database.DisposeAsync();
    }
}
