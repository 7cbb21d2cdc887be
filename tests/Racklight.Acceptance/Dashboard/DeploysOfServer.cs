using Racklight.Deploys.Running;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Redaction;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

/// <summary>Brings deploys about as a supervisor does: by its journal, its logs and the store.</summary>
internal sealed class DeploysOfServer(IDeployStore store, string state)
{
    public const string Secret = "hunter2-of-keystone";
    private static readonly SecretAutomaton Secrets = new([new KnownSecret("keystone_admin_password", Secret)]);

    /// <summary>A deploy with two steps that this process runs.</summary>
    public async Task<RunDirectory> StartAsync(string id, string cloud = "prod", DateTimeOffset? at = null, DeployState? end = null)
    {
        var spec = new RunSpec
        {
            Id = id,
            Cloud = cloud,
            Tool = "kolla",
            What = "prechecks, deploy",
            Release = "2025.1",
            Steps = [new RunStep { Name = "prechecks", Title = "Check hosts and settings", Command = ["kolla-ansible", "prechecks"] }, new RunStep { Name = "deploy", Title = "Deploy the services", Command = ["kolla-ansible", "deploy"] }],
            Who = "olga",
            Host = RunContext.ThisHost,
            Created = at ?? TimeProvider.System.GetUtcNow(),
            ConfigDirectory = "/etc/kolla",
            Repository = "/srv/site",
            Commit = "3fa94c1d07e25b6a8c9d0e1f2a3b4c5d6e7f8091",
        };
        var run = RunDirectory.Create(state, spec);
        var now = TimeProvider.System.GetUtcNow();
        await store.TakeLockAsync(new DeployLock(cloud, id, "olga", RunContext.ThisHost, ProcessIdentity.Current.ToString(), now, now), CancellationToken.None);
        await AddAsync(run, JournalEvent.Begun, entry => entry with { Process = ProcessIdentity.Current.ToString(), Host = RunContext.ThisHost });
        if (end is { } how) await EndAsync(run, how, how == DeployState.Failed ? "prechecks: exit code 2" : null);
        return run;
    }

    public async Task AddAsync(RunDirectory run, JournalEvent what, Func<JournalEntry, JournalEntry> details)
    {
        using (var journal = new RunJournalWriter(run, TimeProvider.System, new DiskReserve(run.ReserveFile))) journal.Add(what, details);
        var progress = RunProgress.Read(run);
        await store.SaveAsync(RunRecorder.RecordOf(run, progress), RunRecorder.StepsOf(progress), CancellationToken.None);
    }

    public Task StepAsync(RunDirectory run, string step) => AddAsync(run, JournalEvent.StepStarting, entry => entry with { Step = step });

    public Task StepEndedAsync(RunDirectory run, string step, string how = "succeeded")
        => AddAsync(run, JournalEvent.StepEnded, entry => entry with { Step = step, State = how, ExitCode = how == "succeeded" ? 0 : 2, Message = how == "succeeded" ? null : "exit code 2" });

    public void Say(RunDirectory run, string step, params string[] lines)
    {
        using var log = new StepLog(run.LogOf(run.ReadSpec(), step), Secrets, TimeProvider.System, static fault => throw fault);
        foreach (var line in lines) log.Output(line);
    }

    public async Task EndAsync(RunDirectory run, DeployState how, string? message = null)
    {
        await store.ReleaseLockAsync(run.ReadSpec().Cloud, run.Id, CancellationToken.None);
        await AddAsync(run, JournalEvent.Ended, entry => entry with { State = how.ToString().ToLowerInvariant(), Message = message });
    }
}
