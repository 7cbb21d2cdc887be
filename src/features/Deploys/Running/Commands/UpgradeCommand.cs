using System.CommandLine;
using System.Text.Json;
using Racklight.App.CommandLine;
using Racklight.Deploys.Planning;
using Racklight.Deploys.Running.Tools;
using Racklight.Yaml;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy upgrade</c>: carries out a plan of hops as one recorded run.</summary>
internal static class UpgradeCommand
{
    private const int LargestPlan = 16 << 20;

    public static Command Create()
    {
        var starter = new RunStarter();
        var options = new RunOptions();
        var cloud = new Option<string>("--cloud") { Description = "The cloud's name: one deploy a cloud at a time", HelpName = "NAME", Required = true };
        var to = new Option<string>("--to") { Description = "The release at the plan's end: said again, so that the right plan is run", HelpName = "RELEASE", Required = true };
        var plan = new Option<string>("--plan") { Description = "The plan, as `deploy plan -o json` wrote it and people have read it", HelpName = "FILE", Required = true };
        var config = new Option<string>("--config") { Description = "The configuration directory; default /etc/kolla or /etc/openstack_deploy", HelpName = "DIR" };
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "An inventory to keep in the artifacts (repeatable)", HelpName = "FILE" };
        var unmet = new Option<bool>("--despite-checks") { Description = "Although the plan says that something is not as it must be" };
        var command = new OwnSignalsCommand("upgrade", "Carry out the plan of an upgrade, hop by hop: recorded, locked, resumable");
        foreach (var option in (Option[])[cloud, to, plan, config, inventory, unmet]) command.Options.Add(option);
        options.AddTo(command);
        starter.AddTo(command).WithExamples(
            "racklight deploy plan --from 2024.1 --to 2026.1 -o json > plan.json",
            "racklight deploy upgrade --cloud prod --to 2026.1 --plan plan.json --window 'Sat 22:00-06:00 Europe/Berlin' --wait",
            "racklight deploy resume 20261129-051727-3fa9 --done 2025.1/verify    # after each step that a person does");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = Read(parsed.GetValue(plan)!);
            Check(read, parsed.GetValue(to)!, parsed.GetValue(unmet));
            var tool = ToolBook.Get(read.Tool);
            var directory = Path.GetFullPath(parsed.GetValue(config) ?? tool.Config);
            if (!Directory.Exists(directory)) throw new ProblemException($"the configuration directory {directory} does not exist", "--config DIR");
            var (repository, commit, dirty) = await Identity.CommitAsync(directory, cancellationToken);
            var spec = new RunSpec
            {
                Id = Identity.NewId(TimeProvider.System),
                Cloud = CloudName.Check(parsed.GetValue(cloud)!),
                Tool = read.Tool,
                What = "upgrade " + string.Join(" → ", read.Path),
                Release = read.To,
                Steps = [.. read.Hops.SelectMany(Steps)],
                Who = Identity.Who(),
                Host = RunContext.ThisHost,
                Created = TimeProvider.System.GetUtcNow(),
                ConfigDirectory = directory,
                Inventories = [.. (parsed.GetValue(inventory) ?? []).Select(Path.GetFullPath)],
                VaultSources = RunStarter.VaultSources(parsed),
                SecretFiles = [.. tool.Secrets.Select(name => Path.Combine(directory, name))],
                Repository = repository,
                Commit = commit,
                Dirty = dirty,
                Whole = true,
            };
            return await starter.StartAsync(parsed, options.Apply(parsed, spec, TimeProvider.System), cancellationToken);
        });
        return command;
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
