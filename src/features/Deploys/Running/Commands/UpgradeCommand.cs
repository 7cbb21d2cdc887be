using System.CommandLine;
using System.Text.Json;
using Racklight.App.CommandLine;
using Racklight.Deploys.Planning;
using Racklight.Deploys.Running.Tools;
using Racklight.State;
using Racklight.Yaml;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy upgrade</c>: plans the hops to a release, or takes a plan, and carries it out as one recorded run.</summary>
internal static class UpgradeCommand
{
    private const int LargestPlan = 16 << 20;
    private const string Word = "upgrade ";

    public static Command Create()
    {
        var starter = new RunStarter();
        var options = new RunOptions();
        var flags = new PlanFlags("--from-release", "that of the cloud's last deploy, or for kolla told from the virtual environments in --venvs");
        var confirmations = new Confirmations();
        var cloud = new Option<string>("--cloud") { Description = "The cloud's name: one deploy a cloud at a time", HelpName = "NAME", Required = true };
        var file = new Option<string>("--plan") { Description = "Instead of planning: a plan that `deploy plan -o json` wrote and people have read", HelpName = "FILE" };
        var unmet = new Option<bool>("--despite-checks") { Description = "Although the plan says that something is not as it must be" };
        var command = new OwnSignalsCommand("upgrade", "Plan an upgrade and carry it out, hop by hop: recorded, locked, resumable");
        foreach (var option in (Option[])[cloud, file, unmet]) command.Options.Add(option);
        flags.AddTo(command);
        confirmations.AddTo(command);
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is not null && flags.OnlyForPlanning(result) is { } planned) result.AddError($"{planned}: the plan in --plan says that already");
        });
        starter.AddTo(command).WithExamples(
            "racklight deploy upgrade --cloud prod --to 2026.1 --host ubuntu-24.04 --window 'Sat 22:00-06:00 Europe/Berlin' --wait",
            "racklight deploy upgrade --cloud prod --from-release yoga --to zed --yes --confirm zed/elasticsearch-backup    # without a terminal",
            "racklight deploy upgrade --cloud prod --for osa --from-release 2024.1 --to 2026.1    # over 2025.1",
            "racklight deploy plan --from 2024.1 --to 2026.1 -o json > plan.json; racklight deploy upgrade --cloud prod --to 2026.1 --plan plan.json",
            "racklight deploy resume 20261129-051727-3fa9 --done 2025.1/verify    # after each step that a person does");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = CloudName.Check(parsed.GetValue(cloud)!);
            var plan = parsed.GetValue(file) is { } read ? Read(read)
                : flags.Make(parsed, RunStarter.VaultArguments(parsed), await RecordedAsync(parsed, starter.Stores, name, flags.NamesRelease(parsed), cancellationToken));
            Check(plan, flags.To(parsed), parsed.GetValue(unmet));
            // Also of a plan that people have read: it may be of last week, and what a wrong answer destroys is the same.
            var confirmed = confirmations.Require(parsed, plan);
            var tool = ToolBook.Get(plan.Tool);
            var directory = ConfigOf(plan, flags.Config(parsed)) ?? tool.Config;
            if (!Directory.Exists(directory)) throw new ProblemException($"the configuration directory {directory} does not exist", "--config DIR");
            var (repository, commit, dirty) = await Identity.CommitAsync(directory, cancellationToken);
            var spec = new RunSpec
            {
                Id = Identity.NewId(TimeProvider.System),
                Cloud = name,
                Tool = plan.Tool,
                What = Word + string.Join(" → ", plan.Path),
                Release = plan.To,
                Steps = [.. plan.Hops.SelectMany(Steps)],
                Who = Identity.Who(),
                Host = RunContext.ThisHost,
                Created = TimeProvider.System.GetUtcNow(),
                ConfigDirectory = directory,
                Inventories = ToolOptions.InventoriesToKeep(plan.Tool, directory, flags.Inventories(parsed)),
                VaultSources = RunStarter.VaultSources(parsed),
                SecretFiles = [.. tool.Secrets.Select(secret => Path.Combine(directory, secret))],
                Repository = repository,
                Commit = commit,
                Dirty = dirty,
                Whole = true,
                ChangesConfiguration = true,
                Confirmed = confirmed,
            };
            return await starter.StartAsync(parsed, options.Apply(parsed, spec, TimeProvider.System), cancellationToken, run => DurableFile.Write(run.PlanFile, Print.Json(plan, PlansJson.Default.DeployPlan)));
        });
        return command;
    }

    /// <summary>The configuration that the plan's commands work on: that one's secrets must be known, or the logs would show them.</summary>
    /// <exception cref="ProblemException">The command line names another.</exception>
    private static string? ConfigOf(DeployPlan plan, string? named)
    {
        var typed = named is null ? null : Path.GetFullPath(named);
        if (typed is not null && plan.Config is { } planned && planned.TrimEnd('/') != typed.TrimEnd('/')) throw new ProblemException($"--config {named}: the plan is for {planned}", "leave --config out, or plan anew");
        return plan.Config ?? typed;
    }

    /// <summary>The tool and the release that the history tells of a cloud; null: nothing of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="stores">The state.</param>
    /// <param name="cloud">The cloud.</param>
    /// <param name="toolOnly">True: which release runs is said already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">Its last upgrade stopped in the middle.</exception>
    private static async Task<Deployed?> RecordedAsync(ParseResult parsed, DeployStores stores, string cloud, bool toolOnly, CancellationToken cancellationToken)
    {
        await using var database = await stores.OpenAsync(parsed, cancellationToken);
        string? tool = null;
        foreach (var deploy in await database.Deploys.ListAsync(cloud, 100, cancellationToken))
        {
            if (deploy.Release is null || deploy.CheckOnly) continue;
            if (deploy.State == DeployState.Succeeded) return new Deployed(deploy.Tool, toolOnly ? null : deploy.Release);
            if (!deploy.What.StartsWith(Word, StringComparison.Ordinal) || (await database.Deploys.StepsAsync(deploy.Id, cancellationToken)).All(static step => step.Attempts == 0)) continue;
            tool ??= deploy.Tool;
            if (toolOnly) continue;
            throw new ProblemException($"the last upgrade of {cloud}, deploy {deploy.Id} ({deploy.What}), stopped in the middle: what runs now is between two releases", $"racklight deploy resume {deploy.Id}; or say where it stands: --from-release RELEASE", ExitCodes.NotSo);
        }
        return tool is null ? null : new Deployed(tool, null);
    }

    private static IEnumerable<RunStep> Steps(PlanHop hop) => hop.Steps.Select(step => new RunStep
    {
        Name = step.Id,
        Title = step.Name,
        Group = $"{hop.From} → {hop.To}",
        Command = step.Command,
        Directory = step.Directory,
        Environment = step.Environment,
        Limit = step.Limit,
        Note = step.Note,
        Repeatable = step.Repeatable,
    });

    private static DeployPlan Read(string file)
    {
        try
        {
            var plan = JsonSerializer.Deserialize(BoundedFile.Read("/", Path.GetFullPath(file), LargestPlan), PlansJson.Default.DeployPlan) ?? throw new JsonException("it is empty");
            if (plan.AllSteps().GroupBy(static step => step.Id).FirstOrDefault(static same => same.Count() > 1) is { } twice) throw new JsonException($"two steps are called {twice.Key}");
            return plan;
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem(e.Message) { File = file, Hint = "racklight deploy plan --to RELEASE -o json writes one" });
        }
        catch (JsonException e)
        {
            throw new ProblemException(new Problem($"this is no plan: {e.Message}") { File = file, Hint = "racklight deploy plan --to RELEASE -o json writes one" });
        }
    }

    private static void Check(DeployPlan plan, string to, bool despite)
    {
        if (plan.To != to) throw new ProblemException($"--to {to}: the plan ends at {plan.To}", "name the plan's own end, or plan anew");
        if (plan.Hops.Count == 0) throw new ProblemException($"the plan has no hops: the cloud runs {plan.To} already", null, ExitCodes.NotSo);
        var unmet = plan.Hops.SelectMany(hop => hop.Checks.Where(static check => check.Verdict == PlanVerdict.NotMet).Select(check => (hop, check))).ToList();
        if (unmet.Count == 0 || despite) return;
        throw new ProblemException([.. unmet.Select(pair => new Problem($"{pair.hop.From} → {pair.hop.To}: not so: {pair.check.Text}") { Hint = pair.check.Remedy ?? "--despite-checks" })], ExitCodes.NotSo);
    }
}
