using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.State;
using Spectre.Console;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy lock</c>: who holds which cloud, and the way to take it from one that is no more.</summary>
internal static class LockCommand
{
    public static Command Create(DeployStores stores)
    {
        var cloud = new Option<string>("--cloud") { Description = "Of that cloud only", HelpName = "NAME" };
        var broken = new Option<string>("--break") { Description = "Take the cloud from that deploy; a supervisor that still runs ends its step and stops", HelpName = "ID" };
        var output = CommonOptions.Output();
        var command = stores.On(new Command("lock", "Show which deploy holds which cloud and since when; break a lock") { cloud, broken, output })
            .WithExamples("racklight deploy lock", "racklight deploy lock --cloud prod --break 20261129-051727-3fa9");
        command.Validators.Add(result =>
        {
            if (result.GetValue(broken) is not null && result.GetValue(cloud) is null) result.AddError("--break needs --cloud NAME: both say that the right one is meant");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await stores.OpenAsync(parsed, cancellationToken);
            if (parsed.GetValue(broken) is { } id) await BreakAsync(database.Deploys, parsed.GetValue(cloud)!, id, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            var locks = (await database.Deploys.LocksAsync(cancellationToken)).Where(held => parsed.GetValue(cloud) is not { } only || held.Cloud == only);
            Print.Result(parsed.GetValue(output), [.. locks.Select(held => LockLine.Of(held, now))], HistoryJson.Default.IReadOnlyListLockLine, LockLine.Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task BreakAsync(IDeployStore store, string cloud, string id, CancellationToken cancellationToken)
    {
        var held = await store.FindLockAsync(cloud, cancellationToken);
        if (held?.Deploy != id) throw new ProblemException(held is null ? $"nobody holds {cloud}" : $"{cloud} is held by deploy {held.Deploy}, not by {id}", "racklight deploy lock", ExitCodes.NotSo);
        await store.ReleaseLockAsync(cloud, id, cancellationToken);
        if (await store.FindAsync(id, cancellationToken) is { State: DeployState.Running or DeployState.Waiting } deploy)
        {
            await store.SaveAsync(deploy with { State = DeployState.Interrupted, Message = $"{Identity.Who()} broke its lock" }, await store.StepsAsync(id, cancellationToken), cancellationToken);
        }
        Console.Error.WriteLine($"{cloud} is free; deploy {id} had held it for {Spans.Show(TimeProvider.System.GetUtcNow() - held.Taken)}");
    }
}

/// <summary>A lock in a list.</summary>
internal sealed record LockLine(string Cloud, string Deploy, string Who, string Host, string Process, DateTimeOffset Taken, DateTimeOffset Renewed, string Age, bool Alive)
{
    /// <summary>The line of a lock.</summary>
    public static LockLine Of(DeployLock held, DateTimeOffset now)
    {
        var here = held.Host == RunContext.ThisHost;
        var alive = here ? Processes.ProcessIdentity.Parse(held.Process).IsAlive : now - held.Renewed < TimeSpan.FromMinutes(5);
        return new LockLine(held.Cloud, held.Deploy, held.Who, held.Host, held.Process.Split(' ')[0], held.Taken, held.Renewed, Spans.Show(now - held.Taken), alive);
    }

    /// <summary>Lines as a table.</summary>
    public static Table Table(IReadOnlyList<LockLine> lines)
    {
        var table = Print.Table("cloud", "deploy", "by", "host", "process", "held for", "last heard of", "runner");
        foreach (var line in lines) table.AddRow(new Text(line.Cloud), new Text(line.Deploy), new Text(line.Who), new Text(line.Host), new Text(line.Process), new Text(line.Age), new Text(ResultTable.At(line.Renewed)), new Text(line.Alive ? "runs" : "is gone"));
        return table;
    }
}
