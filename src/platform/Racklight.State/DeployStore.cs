using System.Data.Common;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Deploys and clouds' locks in the database.</summary>
internal sealed class DeployStore(Engine engine, Writer writer) : IDeployStore
{
    private const long Kept = 2000;
    private static readonly Statement Save = Statement.Get("deploys/save");
    private static readonly Statement SaveStep = Statement.Get("deploys/save-step");
    private static readonly Statement DropSteps = Statement.Get("deploys/drop-steps");
    private static readonly Statement Trim = Statement.Get("deploys/trim");
    private static readonly Statement TrimSteps = Statement.Get("deploys/trim-steps");
    private static readonly Statement Find = Statement.Get("deploys/find");
    private static readonly Statement Steps = Statement.Get("deploys/steps");
    private static readonly Statement All = Statement.Get("deploys/all");
    private static readonly Statement OfCloud = Statement.Get("deploys/of-cloud");
    private static readonly Statement LastDeployed = Statement.Get("deploys/last-deployed");
    private static readonly Statement TakeLock = Statement.Get("deploys/take-lock");
    private static readonly Statement PassLock = Statement.Get("deploys/pass-lock");
    private static readonly Statement RenewLock = Statement.Get("deploys/renew-lock");
    private static readonly Statement ReleaseLock = Statement.Get("deploys/release-lock");
    private static readonly Statement FindLock = Statement.Get("deploys/find-lock");
    private static readonly Statement Locks = Statement.Get("deploys/locks");

    public Task SaveAsync(DeployRecord deploy, IReadOnlyList<DeployStepRecord> steps, CancellationToken cancellationToken) => writer.RunAsync(
        transaction =>
        {
            transaction.Execute(
                Save, Name(deploy.Id), Name(deploy.Cloud), Name(deploy.Tool), Name(deploy.State.ToString()), deploy.Started.ToColumn(), Name(deploy.Who), Name(deploy.Host), Line(deploy.What)!,
                Line(deploy.Release), Line(deploy.Repository), Line(deploy.Commit), deploy.Dirty ? 1L : 0L, deploy.CheckOnly ? 1L : 0L, deploy.Whole ? 1L : 0L, deploy.Ended.ToColumn(), Line(deploy.Message), Line(deploy.Directory)!);
            transaction.Execute(DropSteps, Name(deploy.Id));
            transaction.ExecuteMany([.. steps.Select(step => (SaveStep, new object?[] { Name(deploy.Id), (long)step.Position, Name(step.Name), Name(step.State), (long)step.Attempts, (long?)step.ExitCode, step.Started.ToColumn(), step.Ended.ToColumn() }))]);
            transaction.Execute(Trim, Kept);
            return transaction.Execute(TrimSteps);
        },
        cancellationToken);

    public async Task<DeployRecord?> FindAsync(string id, CancellationToken cancellationToken)
        => (await engine.ReadAsync(Find, ReadDeploy, cancellationToken, Name(id))).FirstOrDefault();

    public async Task<IReadOnlyList<DeployStepRecord>> StepsAsync(string id, CancellationToken cancellationToken)
        => await engine.ReadAsync(Steps, ReadStep, cancellationToken, Name(id));

    public async Task<IReadOnlyList<DeployRecord>> ListAsync(string? cloud, int limit, CancellationToken cancellationToken) => cloud is null
        ? await engine.ReadAsync(All, ReadDeploy, cancellationToken, (long)limit)
        : await engine.ReadAsync(OfCloud, ReadDeploy, cancellationToken, Name(cloud), (long)limit);

    public async Task<DeployRecord?> LastDeployedAsync(string cloud, CancellationToken cancellationToken)
        => (await engine.ReadAsync(LastDeployed, ReadDeploy, cancellationToken, Name(cloud))).FirstOrDefault();

    public Task<DeployLock?> TakeLockAsync(DeployLock wanted, CancellationToken cancellationToken) => writer.RunAsync(
        transaction => transaction.Execute(TakeLock, Name(wanted.Cloud), Name(wanted.Deploy), Name(wanted.Who), Name(wanted.Host), Name(wanted.Process), wanted.Taken.ToColumn(), wanted.Renewed.ToColumn()) > 0
            ? null
            : transaction.Read(FindLock, ReadLock, Name(wanted.Cloud)).FirstOrDefault(),
        cancellationToken);

    public async Task<bool> PassLockAsync(DeployLock held, string host, string process, DateTimeOffset at, CancellationToken cancellationToken)
        => await writer.RunAsync(transaction => transaction.Execute(PassLock, Name(held.Cloud), Name(held.Deploy), Name(held.Process), Name(host), Name(process), at.ToColumn()), cancellationToken) > 0;

    public async Task<bool> RenewLockAsync(string cloud, string deploy, string process, DateTimeOffset at, CancellationToken cancellationToken)
        => await writer.RunAsync(transaction => transaction.Execute(RenewLock, Name(cloud), Name(deploy), Name(process), at.ToColumn()), cancellationToken) > 0;

    public Task ReleaseLockAsync(string cloud, string deploy, CancellationToken cancellationToken)
        => writer.RunAsync(transaction => transaction.Execute(ReleaseLock, Name(cloud), Name(deploy)), cancellationToken);

    public async Task<DeployLock?> FindLockAsync(string cloud, CancellationToken cancellationToken)
        => (await engine.ReadAsync(FindLock, ReadLock, cancellationToken, Name(cloud))).FirstOrDefault();

    public async Task<IReadOnlyList<DeployLock>> LocksAsync(CancellationToken cancellationToken) => await engine.ReadAsync(Locks, ReadLock, cancellationToken);

    private static string Name(string text) => Bounded.Clean(text, Bounded.Name);

    private static string? Line(string? text) => Bounded.CleanOrNull(text, Bounded.Line);

    private static DeployRecord ReadDeploy(DbDataReader row)
        => new(row.GetString(0), row.GetString(1), row.GetString(2), Enum.Parse<DeployState>(row.GetString(3)), row.Time(4), row.GetString(5), row.GetString(6))
        {
            What = row.GetString(7),
            Release = row.Text(8),
            Repository = row.Text(9),
            Commit = row.Text(10),
            Dirty = row.GetInt64(11) != 0,
            CheckOnly = row.GetInt64(12) != 0,
            Whole = row.GetInt64(13) != 0,
            Ended = row.TimeOrNull(14),
            Message = row.Text(15),
            Directory = row.GetString(16),
        };

    private static DeployStepRecord ReadStep(DbDataReader row) => new((int)row.GetInt64(0), row.GetString(1), row.GetString(2), (int)row.GetInt64(3))
    {
        ExitCode = row.IsDBNull(4) ? null : (int)row.GetInt64(4),
        Started = row.TimeOrNull(5),
        Ended = row.TimeOrNull(6),
    };

    private static DeployLock ReadLock(DbDataReader row)
        => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Time(5), row.Time(6));
}
