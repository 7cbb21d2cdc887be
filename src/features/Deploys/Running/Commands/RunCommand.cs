using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Tools;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy run</c>: the deployment tool's own commands, as a recorded run.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var starter = new RunStarter();
        var options = new RunOptions();
        var tool = new ToolOptions();
        var actions = new Argument<string[]>("ACTION") { Description = "What to do, in order; without one, the tool's usual deploy", Arity = ArgumentArity.ZeroOrMore };
        var command = new OwnSignalsCommand("run", "Run the cloud's deployment tool: recorded, locked, limited, and without secrets in its logs");
        command.Arguments.Add(actions);
        tool.AddTo(command);
        options.AddTo(command);
        starter.AddTo(command).WithExamples(
            "racklight deploy run --tool kolla --cloud prod --release 2025.1 -i multinode prechecks deploy",
            "racklight deploy run --tool kolla --cloud prod --check --diff reconfigure    # tells what would change",
            "racklight deploy run --tool osa --cloud prod --window 'Sat 22:00-06:00 Europe/Berlin' --wait",
            "racklight deploy run --tool kolla --cloud prod --step-limit 90m --time-limit 8h --retries 1 upgrade");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = Identity.NewId(TimeProvider.System);
            var request = await tool.RequestAsync(parsed, parsed.GetValue(actions) ?? [], starter.Stores, cancellationToken);
            request = request with { Playbooks = OwnPlaybooks.DirectoryOf(RunDirectory.Of(starter.Stores.Directory(parsed), id)) };
            var (repository, commit, dirty) = await Identity.CommitAsync(request.Config, cancellationToken);
            var spec = new RunSpec
            {
                Id = id,
                Cloud = tool.Cloud(parsed),
                Tool = request.Tool,
                What = string.Join(", ", request.Actions),
                Release = request.Release,
                Steps = tool.WithVenv(parsed, ToolSteps.Of(request)),
                Who = Identity.Who(),
                Host = RunContext.ThisHost,
                Created = TimeProvider.System.GetUtcNow(),
                ConfigDirectory = request.Config,
                Inventories = ToolOptions.InventoriesToKeep(request.Tool, request.Config, request.Inventories),
                VaultSources = RunStarter.VaultSources(parsed),
                SecretFiles = tool.SecretFiles(parsed, request),
                Repository = repository,
                Commit = commit,
                Dirty = dirty,
                CheckOnly = request.Check,
                Whole = ToolSteps.IsWhole(request),
            };
            return await starter.StartAsync(parsed, options.Apply(parsed, spec, TimeProvider.System), cancellationToken);
        });
        return command;
    }
}
