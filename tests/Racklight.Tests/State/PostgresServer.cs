using System.Diagnostics;
using Npgsql;
using Racklight.Tests.State;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Racklight.Tests.State;

/// <summary>Debian's PostgreSQL in a directory of its own, on a unix socket only; started by the first test that needs it, ended with the run.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private Process? _server;
    private string? _directory;
    private int _databases;

    /// <summary>The URL of a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_server is null) await StartAsync(cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var source = new NpgsqlSlimDataSourceBuilder($"Host={_directory};Username=racklight;Database=postgres;Pooling=false").Build();
        await using var command = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE template0");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return $"postgres://racklight:ignored-secret@{Uri.EscapeDataString(_directory!)}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // The postmaster ends its children itself; SIGINT is its fast shutdown.
            using (var kill = Process.Start(new ProcessStartInfo("kill", ["-INT", $"{_server.Id}"]))) await kill!.WaitForExitAsync();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }
        if (_directory is not null) Directory.Delete(_directory, recursive: true);
        _starting.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;
        if (programs is null)
        {
            const string Reason = "PostgreSQL is not installed: apt-get install postgresql";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
            Assert.Skip(Reason);
        }
        _directory = Directory.CreateTempSubdirectory("rlpg-").FullName;
        // PostgreSQL refuses to run as root; its package made a user for it.
        var asUser = Environment.IsPrivilegedProcess ? new[] { "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups" } : [];
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start(new ProcessStartInfo("chown", ["postgres:", _directory]))!;
            await chown.WaitForExitAsync(cancellationToken);
        }
        var data = Path.Combine(_directory, "data");
        using (var initdb = Run(asUser, Path.Combine(programs, "initdb"), "-D", data, "-U", "racklight", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"))
        {
            var said = await initdb.StandardOutput.ReadToEndAsync(cancellationToken);
            await initdb.WaitForExitAsync(cancellationToken);
            initdb.ExitCode.ShouldBe(0, said + await initdb.StandardError.ReadToEndAsync(cancellationToken));
        }
        var server = Run(asUser, Path.Combine(programs, "postgres"), "-D", data, "-k", _directory, "-c", "listen_addresses=", "-c", "max_connections=60");
        while (await server.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains("ready to accept connections", StringComparison.Ordinal)) break;
        }
        server.HasExited.ShouldBeFalse();
        _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
        _server = server;
    }

    private static Process Run(string[] prefix, params string[] command)
    {
        string[] all = [.. prefix, .. command];
        return Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
    }
}
