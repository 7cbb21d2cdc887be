using System.Data.Common;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Users, tokens and the audit trail in the database.</summary>
internal sealed class AccountStore(Engine engine, Writer writer) : IAccountStore
{
    private const long AuditKept = 100_000;
    private static readonly Statement PutUser = Statement.Get("accounts/put-user");
    private static readonly Statement FindUser = Statement.Get("accounts/find-user");
    private static readonly Statement Users = Statement.Get("accounts/users");
    private static readonly Statement DeleteUser = Statement.Get("accounts/delete-user");
    private static readonly Statement DeleteTokensOf = Statement.Get("accounts/delete-tokens-of");
    private static readonly Statement PutToken = Statement.Get("accounts/put-token");
    private static readonly Statement FindToken = Statement.Get("accounts/find-token");
    private static readonly Statement Tokens = Statement.Get("accounts/tokens");
    private static readonly Statement DeleteToken = Statement.Get("accounts/delete-token");
    private static readonly Statement Audit = Statement.Get("accounts/audit");
    private static readonly Statement TrimAudit = Statement.Get("accounts/trim-audit");
    private static readonly Statement AuditTrail = Statement.Get("accounts/audit-trail");

    public Task PutUserAsync(UserAccount user, CancellationToken cancellationToken)
    {
        object?[] values = [Name(user.Name), Whole(user.PasswordHash, "password hash"), user.Created.ToColumn()];
        return writer.RunAsync(transaction => transaction.Execute(PutUser, values), cancellationToken);
    }

    public async Task<UserAccount?> FindUserAsync(string name, CancellationToken cancellationToken)
        => (await engine.ReadAsync(FindUser, ReadUser, cancellationToken, Bounded.Clean(name, Bounded.Name))).FirstOrDefault();

    public async Task<IReadOnlyList<UserAccount>> UsersAsync(CancellationToken cancellationToken) => await engine.ReadAsync(Users, ReadUser, cancellationToken);

    public Task<bool> DeleteUserAsync(string name, CancellationToken cancellationToken)
        => writer.RunAsync(
            transaction =>
            {
                transaction.Execute(DeleteTokensOf, Bounded.Clean(name, Bounded.Name));
                return transaction.Execute(DeleteUser, Bounded.Clean(name, Bounded.Name)) > 0;
            },
            cancellationToken);

    public Task PutTokenAsync(ApiToken token, CancellationToken cancellationToken)
    {
        object?[] values =
        [
            Name(token.Id), Name(token.User), Whole(token.SecretHash, "secret hash"), Bounded.Clean(token.Description, Bounded.Line), token.Created.ToColumn(), token.Expires.ToColumn(),
        ];
        return writer.RunAsync(transaction => transaction.Execute(PutToken, values), cancellationToken);
    }

    public async Task<ApiToken?> FindTokenAsync(string id, CancellationToken cancellationToken)
        => (await engine.ReadAsync(FindToken, ReadToken, cancellationToken, Bounded.Clean(id, Bounded.Name))).FirstOrDefault();

    public async Task<IReadOnlyList<ApiToken>> TokensAsync(CancellationToken cancellationToken) => await engine.ReadAsync(Tokens, ReadToken, cancellationToken);

    public Task<bool> DeleteTokenAsync(string id, CancellationToken cancellationToken)
        => writer.RunAsync(transaction => transaction.Execute(DeleteToken, Bounded.Clean(id, Bounded.Name)) > 0, cancellationToken);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken)
        => writer.RunAsync(
            transaction =>
            {
                var id = transaction.Scalar(Audit, entry.At.ToColumn(), Bounded.Clean(entry.Who, Bounded.Name), Bounded.Clean(entry.What, Bounded.Line)) ?? 0;
                return transaction.Execute(TrimAudit, id - AuditKept);
            },
            cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> AuditTrailAsync(int limit, CancellationToken cancellationToken)
        => await engine.ReadAsync(AuditTrail, row => new AuditEntry(row.Time(0), row.GetString(1), row.GetString(2)), cancellationToken, (long)limit);

    /// <summary>A name that would have to be altered to be stored must not become another one's.</summary>
    private static string Name(string name) => Whole(name, "name", Bounded.Name);

    private static string Whole(string text, string what, int limit = Bounded.Data)
        => Bounded.Clean(text, limit) == text ? text : throw new ProblemException($"a {what} has at most {limit} characters and no control characters", null, ExitCodes.Usage);

    private static UserAccount ReadUser(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.Time(2));

    private static ApiToken ReadToken(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.TimeOrNull(5));
}
