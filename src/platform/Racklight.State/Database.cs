using Microsoft.Extensions.Logging;
using Racklight.NetBoot.Dhcp;
using Racklight.State.Boots;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>One database and its stores.</summary>
internal sealed class Database : IDatabase
{
    private readonly Writer _writer;
    private readonly EventQueue _events;

    private Database(Engine engine, Writer writer, EventQueue events, TimeProvider time)
    {
        Engine = engine;
        _writer = writer;
        _events = events;
        var seen = new SeenQueue(writer, time);
        writer.Add(seen);
        Leases = new LeaseStore(engine, writer, time);
        Boots = new BootStore(engine, writer, events, seen, time);
        Sessions = new SessionStore(engine, writer);
        Accounts = new AccountStore(engine, writer);
        Channels = new ChannelStore(engine, writer);
        Tries = new TryStore(engine, writer);
        Assignments = new AssignmentStore(engine, writer);
        Deploys = new DeployStore(engine, writer);
    }

    /// <summary>The database below, for backup and for <c>state info</c>.</summary>
    public Engine Engine { get; }

    public string Description => Engine.Description;

    public ILeaseStore Leases { get; }

    public IBootStore Boots { get; }

    public ISessionStore Sessions { get; }

    public IAccountStore Accounts { get; }

    public IChannelStore Channels { get; }

    public ITryStore Tries { get; }

    public IAssignmentStore Assignments { get; }

    public IDeployStore Deploys { get; }

    /// <summary>Migrates, and starts the writer. Takes over <paramref name="engine"/>.</summary>
    public static async Task<Database> OpenAsync(Engine engine, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        Writer? writer = null;
        try
        {
            Migrations.Apply(engine);
            writer = new Writer(engine, logger);
            var events = new EventQueue(writer, logger);
            await events.OpenAsync(cancellationToken);
            return new Database(engine, writer, events, time);
        }
        catch
        {
            if (writer is not null) await writer.DisposeAsync();
            await engine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _events.Hub.Close();
        await Engine.DisposeAsync();
    }
}
