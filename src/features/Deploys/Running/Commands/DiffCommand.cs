using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Difference;
using Racklight.Deploys.Running.Tools;
using Racklight.Secrets;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy diff</c>: what is committed otherwise than it is deployed.</summary>
internal static class DiffCommand
{
    public static Command Create(DeployStores stores)
    {
        var cloud = new Option<string>("--cloud") { Description = "The cloud", HelpName = "NAME", Required = true };
        var to = new Option<string>("--to") { Description = "The commit, branch or tag to compare with; default HEAD", HelpName = "REF", DefaultValueFactory = static _ => "HEAD" };
        var repository = new Option<string>("--repository") { Description = "The repository, when it is not where the last deploy had it", HelpName = "DIR" };
        var vault = new VaultOptions();
        var output = CommonOptions.Output();
        var command = new Command("diff", "Compare what is deployed (the last whole deploy that succeeded) with what is committed: files and keys, secrets masked") { cloud, to, repository, output };
        vault.AddTo(stores.On(command), encrypts: false).WithExamples("racklight deploy diff --cloud prod", "racklight deploy diff --cloud prod --to feature/tls --vault-password-file ~/.vault -o json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await stores.OpenAsync(parsed, cancellationToken);
            var name = CloudName.Check(parsed.GetValue(cloud)!);
            var last = await database.Deploys.LastDeployedAsync(name, cancellationToken)
                ?? throw new ProblemException($"no whole deploy of {name} from a commit is on record", "racklight deploy list", ExitCodes.NotSo);
            var directory = parsed.GetValue(repository) ?? last.Repository!;
            if (!Directory.Exists(directory)) throw new ProblemException($"the repository {directory} is not on this machine", "--repository DIR");
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, cancellationToken, directory);
            var difference = new DeployDifference(Path.GetFullPath(directory), keyring, ToolBook.Get(last.Tool).Secrets);
            var committed = await difference.CommitAsync(parsed.GetValue(to)!, cancellationToken);
            var changes = await difference.CompareAsync(last.Commit!, committed, cancellationToken);
            var view = new DiffView(name, last.Id, last.Commit!, last.Dirty, committed, changes);
            Print.Result(parsed.GetValue(output), view, DiffJson.Default.DiffView, Rendering);
            return changes.Count == 0 ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static IRenderable Rendering(DiffView view)
    {
        var head = new Text($"deployed {view.Deployed[..12]}{(view.Dirty ? " (with changes that no commit has)" : "")} by {view.Deploy}, committed {view.Committed[..12]}");
        if (view.Changes.Count == 0) return new Rows(head, new Text("nothing differs"));
        var table = Print.Table("file", "key", "change", "deployed", "committed");
        foreach (var change in view.Changes) table.AddRow(new Text(change.File), new Text(change.Key ?? "-"), new Text(change.Change), new Text(change.Deployed ?? "-"), new Text(change.Committed ?? "-"));
        return new Rows(head, new Text(""), table);
    }
}

/// <summary>What <c>deploy diff</c> prints.</summary>
internal sealed record DiffView(string Cloud, string Deploy, string Deployed, bool Dirty, string Committed, IReadOnlyList<DeployChange> Changes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DiffView))]
internal sealed partial class DiffJson : JsonSerializerContext;
