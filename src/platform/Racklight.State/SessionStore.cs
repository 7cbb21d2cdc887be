using System.Data.Common;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Boot sessions in the database; a machine keeps its newest 20.</summary>
internal sealed class SessionStore(Engine engine, Writer writer) : ISessionStore
{
    private const long Kept = 20;
    private static readonly Statement Open = Statement.Get("sessions/open");
    private static readonly Statement Trim = Statement.Get("sessions/trim");
    private static readonly Statement Update = Statement.Get("sessions/update");
    private static readonly Statement Find = Statement.Get("sessions/find");
    private static readonly Statement OpenOf = Statement.Get("sessions/open-of");
    private static readonly Statement KeepAnswers = Statement.Get("sessions/keep-answers");
    private static readonly Statement Answers = Statement.Get("sessions/answers");
    private static readonly Statement Sweep = Statement.Get("sessions/sweep");

    public Task OpenAsync(BootSession session, CancellationToken cancellationToken)
    {
        var values = Values(session);
        return writer.RunAsync(
            transaction =>
            {
                transaction.Execute(Open, values);
                return transaction.Execute(Trim, Mac(session.Mac), Kept);
            },
            cancellationToken);
    }

    public Task UpdateAsync(BootSession session, CancellationToken cancellationToken)
    {
        var values = Values(session);
        return writer.RunAsync(transaction => transaction.Execute(Update, values), cancellationToken);
    }

    public async Task<BootSession?> FindAsync(string id, CancellationToken cancellationToken)
        => (await engine.ReadAsync(Find, Read, cancellationToken, Bounded.Clean(id, Bounded.Name))).FirstOrDefault();

    public async Task<BootSession?> OpenSessionOfAsync(string mac, CancellationToken cancellationToken)
        => (await engine.ReadAsync(OpenOf, Read, cancellationToken, Mac(mac))).FirstOrDefault();

    public Task KeepAnswersAsync(string id, string answers, CancellationToken cancellationToken)
    {
        if (answers.Length > Bounded.Answers || answers.Contains('\0', StringComparison.Ordinal)) throw new ProblemException($"the answer files of a session have {answers.Length} characters or a NUL; at most {Bounded.Answers} are kept", null, ExitCodes.Outside);
        return writer.RunAsync(transaction => transaction.Execute(KeepAnswers, Bounded.Clean(id, Bounded.Name), answers), cancellationToken);
    }

    public async Task<string?> AnswersAsync(string id, CancellationToken cancellationToken)
        => (await engine.ReadAsync(Answers, static row => row.GetString(0), cancellationToken, Bounded.Clean(id, Bounded.Name))).FirstOrDefault();

    public Task SweepAsync(DateTimeOffset openedBefore, CancellationToken cancellationToken)
        => writer.RunAsync(transaction => transaction.Execute(Sweep, openedBefore.ToColumn()), cancellationToken);

    private static string Mac(string mac) => Bounded.Clean(mac, 64);

    private static object?[] Values(BootSession session)
    {
        // A script cut short would boot something else, so it is refused instead.
        if (session.Script is { } script && (script.Length > Bounded.Script || script.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ProblemException($"the boot script of {session.Node} has {script.Length} characters or a NUL; at most {Bounded.Script} are kept", null, ExitCodes.Outside);
        }
        return
        [
            Bounded.Clean(session.Id, Bounded.Name), session.BootId, Bounded.Clean(session.Node, Bounded.Name), Mac(session.Mac), Bounded.Clean(session.Address, 64),
            session.Opened.ToColumn(), Bounded.CleanOrNull(session.Image, Bounded.Name), session.Script, Bounded.CleanOrNull(session.CredentialHash, Bounded.Name),
            session.Closed.ToColumn(), Bounded.CleanOrNull(session.SiteCommit, Bounded.Name),
        ];
    }

    private static BootSession Read(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Time(5))
    {
        Image = row.Text(6),
        Script = row.Text(7),
        CredentialHash = row.Text(8),
        Closed = row.TimeOrNull(9),
        SiteCommit = row.Text(10),
    };
}
