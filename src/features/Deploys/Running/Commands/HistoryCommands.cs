using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Live;
using Racklight.Deploys.Running.Logs;
using Racklight.Deploys.Running.Reports;
using Racklight.State;
using Spectre.Console;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy list|show|log</c>: what ran when, from which commit, by whom, with what result.</summary>
internal static class HistoryCommands
{
    /// <summary>All deploys, the newest first.</summary>
    public static Command List(DeployStores stores)
    {
        var cloud = new Option<string>("--cloud") { Description = "Of that cloud only", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = "At most that many, 1 to 1000", DefaultValueFactory = static _ => 20 };
        var output = CommonOptions.Output();
        var command = stores.On(new Command("list", "List deploys: what ran when, from which commit, by whom, with what result") { cloud, limit, output })
            .WithExamples("racklight deploy list", "racklight deploy list --cloud prod --limit 100 -o json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await stores.OpenAsync(parsed, cancellationToken);
            await AbandonedRuns.SweepAsync(stores.Directory(parsed), database.Deploys, cancellationToken);
            var all = await database.Deploys.ListAsync(parsed.GetValue(cloud), Math.Clamp(parsed.GetValue(limit), 1, 1000), cancellationToken);
            Print.Result(parsed.GetValue(output), [.. all.Select(DeployLine.Of)], HistoryJson.Default.IReadOnlyListDeployLine, DeployLine.Table);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>One deploy with its steps.</summary>
    public static Command Show(DeployStores stores)
    {
        var id = new Argument<string>("ID") { Description = "The deploy" };
        var output = CommonOptions.Output();
        var command = stores.On(new Command("show", "Show a deploy with its steps, exit codes and times") { id, output })
            .WithExamples("racklight deploy show 20261129-051727-3fa9", "racklight deploy show 20261129-051727-3fa9 -o json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await stores.OpenAsync(parsed, cancellationToken);
            await AbandonedRuns.SweepAsync(stores.Directory(parsed), database.Deploys, cancellationToken);
            var result = await StoredResult.ReadAsync(database.Deploys, stores.Directory(parsed), parsed.GetValue(id)!, cancellationToken)
                ?? throw new ProblemException($"there is no deploy {parsed.GetValue(id)}", "racklight deploy list", ExitCodes.NotSo);
            Print.Result(parsed.GetValue(output), result, ReportsJson.Default.ResultView, ResultTable.Of);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What a deploy said.</summary>
    public static Command Log(DeployStores stores)
    {
        var id = new Argument<string>("ID") { Description = "The deploy" };
        var step = new Option<string>("--step") { Description = "Of that step only", HelpName = "STEP" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the deploy ends" };
        var command = stores.On(new Command("log", "Print the log of a deploy that ran on this machine, each line with its time") { id, step, follow })
            .WithExamples("racklight deploy log 20261129-051727-3fa9", "racklight deploy log 20261129-051727-3fa9 --step deploy", "racklight deploy log 20261129-051727-3fa9 -f");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = RunDirectory.Of(stores.Directory(parsed), parsed.GetValue(id)!);
            if (parsed.GetValue(follow))
            {
                await new RunFollower(run, TimeProvider.System).FollowAsync(new LineView(Console.Out), static () => false, cancellationToken);
                return ExitCodes.Done;
            }
            var spec = run.ReadSpec();
            if (parsed.GetValue(step) is { } wanted && spec.Find(wanted) is null) throw new ProblemException($"deploy {run.Id} has no step {wanted}", string.Join(", ", spec.Steps.Select(other => other.Name)));
            foreach (var one in spec.Steps.Where(other => parsed.GetValue(step) is not { } only || other.Name == only))
            {
                foreach (var line in LogFiles.Lines(run.LogOf(spec, one.Name))) Console.Out.WriteLine($"{line.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {one.Name} {line.Text}");
            }
            return ExitCodes.Done;
        });
        return command;
    }
}

/// <summary>A deploy in a list.</summary>
internal sealed record DeployLine(string Id, string Cloud, string Tool, string What, string State, string Who, string Host, DateTimeOffset Started, DateTimeOffset? Ended, double? Seconds, string? Release, string? Commit, bool Dirty, bool CheckOnly, string? Message)
{
    /// <summary>The line of a deploy.</summary>
    public static DeployLine Of(DeployRecord deploy) => new(
        deploy.Id, deploy.Cloud, deploy.Tool, deploy.What, deploy.State.ToString().ToLowerInvariant(), deploy.Who, deploy.Host, deploy.Started, deploy.Ended,
        deploy.Ended - deploy.Started is { } span ? Math.Round(span.TotalSeconds, 3) : null, deploy.Release, deploy.Commit, deploy.Dirty, deploy.CheckOnly, deploy.Message);

    /// <summary>Lines as a table.</summary>
    public static Table Table(IReadOnlyList<DeployLine> lines)
    {
        var table = Print.Table("id", "cloud", "what", "state", "started", "took", "by", "commit");
        foreach (var line in lines)
        {
            table.AddRow(
                new Text(line.Id), new Text(line.Cloud), new Text(line.What + (line.CheckOnly ? " (--check)" : "")), new Text(line.State, new Style(ResultTable.Colour(line.State))), new Text(ResultTable.At(line.Started)),
                new Text(line.Seconds is { } seconds ? Spans.Show(TimeSpan.FromSeconds(seconds)) : "-"), new Text(line.Who), new Text(line.Commit is { } commit ? commit[..Math.Min(7, commit.Length)] + (line.Dirty ? "+" : "") : "-"));
        }
        return table;
    }
}

/// <summary>The JSON of history.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<DeployLine>))]
[JsonSerializable(typeof(IReadOnlyList<LockLine>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
