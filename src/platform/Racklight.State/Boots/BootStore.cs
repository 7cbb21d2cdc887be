using System.Data.Common;
using System.Globalization;
using Racklight.State.Storage;

namespace Racklight.State.Boots;

/// <summary>Boots, their events and the machines seen, in the database.</summary>
internal sealed class BootStore(Engine engine, Writer writer, EventQueue events, SeenQueue seen, TimeProvider time) : IBootStore
{
    private const long Ring = 20;
    private static readonly Statement Supersede = Statement.Get("boots/supersede");
    private static readonly Statement Start = Statement.Get("boots/start");
    private static readonly Statement Trim = Statement.Get("boots/trim");
    private static readonly Statement Update = Statement.Get("boots/update");
    private static readonly Statement OfNode = Statement.Get("boots/of-node");
    private static readonly Statement Latest = Statement.Get("boots/latest");
    private static readonly Statement EventsOf = Statement.Get("boots/events");
    private static readonly Statement LastWith = Statement.Get("boots/last-with");
    private static readonly Statement NoteMachine = Statement.Get("seen/note");
    private static readonly Statement Seen = Statement.Get("seen/list");
    private static readonly Statement SeenOne = Statement.Get("seen/one");

    public long Dropped => events.Dropped;

    public Task<Boot> StartAsync(Boot boot, CancellationToken cancellationToken)
    {
        boot = Clean(boot);
        var values = Values(boot);
        var isUnknown = MacAddress.TryParse(boot.Node, CultureInfo.InvariantCulture, out var mac);
        return writer.RunAsync(
            transaction =>
            {
                transaction.Execute(Supersede, boot.Node, boot.Started.ToColumn());
                var id = transaction.Scalar(Start, values) ?? throw new InvalidOperationException("The database gave a new boot no id.");
                transaction.Execute(Trim, boot.Node, Ring);
                // A machine without a name must count against the limit of unknown machines, or a stranger who invents
                // addresses could fill the disk with boots.
                if (isUnknown) transaction.Execute(NoteMachine, mac.ToString(), time.GetUtcNow().ToColumn());
                return boot with { Id = id };
            },
            cancellationToken);
    }

    public Task UpdateAsync(Boot boot, CancellationToken cancellationToken)
    {
        object?[] values = [boot.Id, .. Values(Clean(boot))];
        return writer.RunAsync(transaction => transaction.Execute(Update, values), cancellationToken);
    }

    public BootEvent Append(BootEvent bootEvent) => events.Append(bootEvent);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await events.FlushAsync(cancellationToken);
        await seen.FlushAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Boot>> BootsAsync(string node, int limit, CancellationToken cancellationToken)
        => await engine.ReadAsync(OfNode, ReadBoot, cancellationToken, Bounded.Clean(node, Bounded.Name), (long)limit);

    public async Task<IReadOnlyList<Boot>> LatestAsync(CancellationToken cancellationToken) => await engine.ReadAsync(Latest, ReadBoot, cancellationToken);

    public async Task<IReadOnlyList<BootEvent>> EventsAsync(long boot, CancellationToken cancellationToken)
        => await engine.ReadAsync(EventsOf, ReadEvent, cancellationToken, boot);

    public async Task<BootEvent?> LastWithAsync(string node, string key, CancellationToken cancellationToken)
    {
        if (!key.All(char.IsAsciiLetter)) throw new ArgumentException("A key consists of letters.", nameof(key));
        return (await engine.ReadAsync(LastWith, ReadEvent, cancellationToken, Bounded.Clean(node, Bounded.Name), $"%\"{key}\":%")).FirstOrDefault();
    }

    public IAsyncEnumerable<BootEvent> SubscribeAsync(CancellationToken cancellationToken) => events.Hub.SubscribeAsync(cancellationToken);

    public void See(SeenMachine machine) => seen.See(machine);

    public async Task<IReadOnlyList<SeenMachine>> SeenAsync(int limit, CancellationToken cancellationToken)
        => await engine.ReadAsync(
            Seen,
            ReadSeen,
            cancellationToken,
            (long)limit);

    public async Task<SeenMachine?> SeenAsync(string mac, CancellationToken cancellationToken)
        => (await engine.ReadAsync(SeenOne, ReadSeen, cancellationToken, Bounded.Clean(mac, 64))).FirstOrDefault();

    private static Boot Clean(Boot boot) => boot with
    {
        Node = Bounded.Clean(boot.Node, Bounded.Name),
        Mac = Bounded.CleanOrNull(boot.Mac, 64),
        Address = Bounded.CleanOrNull(boot.Address, 64),
        Firmware = Bounded.CleanOrNull(boot.Firmware, 100),
        Image = Bounded.CleanOrNull(boot.Image, Bounded.Name),
        Report = Bounded.Json(boot.Report, Bounded.Report),
    };

    private static object?[] Values(Boot boot)
        => [boot.Node, boot.Started.ToColumn(), (long)boot.State, boot.Ended.ToColumn(), boot.Mac, boot.Address, boot.Firmware, boot.Image, boot.Report];

    private static Boot ReadBoot(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.Time(2))
    {
        State = (BootState)row.GetInt64(3),
        Ended = row.TimeOrNull(4),
        Mac = row.Text(5),
        Address = row.Text(6),
        Firmware = row.Text(7),
        Image = row.Text(8),
        Report = row.Text(9),
    };

    private static SeenMachine ReadSeen(DbDataReader row) => new(row.GetString(0))
    {
        Node = row.Text(1),
        First = row.Time(2),
        Last = row.Time(3),
        Count = row.GetInt64(4),
        Uuid = row.Text(5),
        Description = row.Text(6),
        Firmware = row.Text(7),
        Address = row.Text(8),
        Serial = row.Text(9),
        Manufacturer = row.Text(10),
        Product = row.Text(11),
        Cards = row.Text(12),
    };

    private static BootEvent ReadEvent(DbDataReader row)
    {
        var more = row.GetInt64(8);
        var message = row.GetString(6);
        // One row stands for all events beyond the boot's limit.
        if (more > 0) message = Bounded.Clean($"{more} more events; the last: {message}", Bounded.Line);
        return new BootEvent(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.Time(3), row.GetString(4), (EventLevel)row.GetInt64(5), message) { Data = row.Text(7) };
    }
}
