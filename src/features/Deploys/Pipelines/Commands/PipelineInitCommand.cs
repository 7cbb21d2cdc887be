using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Pipelines.Generating;

namespace Racklight.Deploys.Pipelines.Commands;

/// <summary><c>racklight deploy pipeline init</c>: a pipeline without the known faults, made from <c>pipeline.yaml</c>.</summary>
internal static class PipelineInitCommand
{
    private const string Model = "pipeline.yaml";

    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The repository (default: the current directory)", DefaultValueFactory = static _ => "." };
        var server = new Option<string>("--for") { Description = "Whose pipeline: gitlab (default) or github", HelpName = "gitlab|github", DefaultValueFactory = static _ => "gitlab" };
        server.AcceptOnlyFromAmong("gitlab", "github");
        var tool = new Option<string?>("--tool") { Description = "The cloud's deployment tool, when nothing tells it: kolla or osa", HelpName = "kolla|osa" };
        tool.AcceptOnlyFromAmong("kolla", "osa");
        var release = new Option<string?>("--release") { Description = "The OpenStack release, when nothing tells it", HelpName = "RELEASE" };
        var datacentres = new Option<string[]>("--datacentre") { Description = "A datacentre and the tag of its runner (repeatable; default: dc1)", HelpName = "NAME=TAG" };
        var force = new Option<bool>("--force") { Description = "Overwrite files that were changed by hand; each is kept as FILE.orig" };
        var command = new Command("init", $"Make the pipeline from {Model}, and that file when there is none") { directory, server, tool, release, datacentres, force }
            .WithExamples(
                "racklight deploy pipeline init --release 2025.1 --datacentre dc1=acme_dc1 --datacentre dc2=acme_dc2",
                $"racklight deploy pipeline init                # again, after {Model} was changed",
                "racklight deploy pipeline init --for github");
        command.SetAction(parsed =>
        {
            var root = Path.GetFullPath(parsed.GetValue(directory)!);
            if (!Directory.Exists(root)) throw new ProblemException($"there is no directory {parsed.GetValue(directory)}", "name the repository with the cloud's configuration");
            foreach (var line in Make(root, parsed.GetValue(server)!, parsed.GetValue(tool), parsed.GetValue(release), parsed.GetValue(datacentres) ?? [], parsed.GetValue(force))) Console.Out.WriteLine(line);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Makes all files, or none when one was changed by hand.</summary>
    /// <returns>What became of each, a line each.</returns>
    /// <exception cref="ProblemException">The model is wrong, or a file was changed.</exception>
    public static IReadOnlyList<string> Make(string root, string server, string? tool, string? release, IReadOnlyList<string> datacentres, bool force)
    {
        var said = new List<string>();
        var path = Path.Combine(root, Model);
        var had = File.Exists(path);
        if (had && (tool is not null || release is not null || datacentres.Count > 0)) throw new ProblemException($"there is a {Model} already, and what it says is not changed by options", $"edit {Model}, then: racklight deploy pipeline init");
        if (!had) File.WriteAllText(path, PipelineStarter.Text(root, tool, release, datacentres));
        PipelineModel model;
        IReadOnlyList<(string Path, string Text)> files;
        try
        {
            model = PipelineModel.Read(root, Model);
            files = [.. (server == "gitlab" ? GitLabPipeline.Files(model) : GitHubWorkflow.Files(model)).Select(static file => (file.Path, MadeFile.Text($"`racklight deploy pipeline init` from {Model}", file.Body)))];
            var objections = force ? [] : files.Select(file => MadeFile.Objection(root, file.Path, file.Text)).OfType<Problem>().ToList();
            if (objections.Count > 0) throw new ProblemException(objections, ExitCodes.NotSo);
        }
        catch (ProblemException) when (!had)
        {
            File.Delete(path);
            throw;
        }
        if (!had) said.Add($"{Model}: written; look at it, and run this again after a change");
        foreach (var same in model.Datacentres.GroupBy(static one => one.Value.Configuration, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            said.Add($"{Model}: {string.Join(" and ", same.Select(static one => one.Key))} deploy the same configuration, {same.Key}: is that meant?");
        }
        foreach (var (name, text) in files)
        {
            said.Add(MadeFile.Write(root, name, text) switch
            {
                MadeOutcome.Unchanged => $"{name}: as it was",
                MadeOutcome.Renewed => $"{name}: made anew",
                MadeOutcome.Overwritten => $"{name}: overwritten; what was changed by hand is in {name}.orig",
                _ => $"{name}: written",
            });
        }
        return said;
    }
}
