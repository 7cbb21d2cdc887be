using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Pipelines.Rules;

namespace Racklight.Deploys.Pipelines.Commands;

/// <summary><c>racklight deploy pipeline check</c>: what is broken or unsafe in a GitLab pipeline.</summary>
internal static class PipelineCheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The pipeline (default: .gitlab-ci.yml); what it includes is read from the repository around it", DefaultValueFactory = static _ => ".gitlab-ci.yml" };
        var root = new Option<string?>("--root") { Description = "The repository's root (default: the nearest directory with a .git, else that of FILE)", HelpName = "DIR" };
        var output = FindingOutput.Option();
        var command = new Command("check", "Find what is broken or unsafe in a GitLab pipeline, each with its place, why, and what to write instead") { file, root, output }
            .WithExamples(
                "racklight deploy pipeline check",
                "racklight deploy pipeline check .gitlab-ci.yml -o codequality > gl-code-quality-report.json",
                "racklight deploy pipeline check -o json | jq -r '.findings[] | \"\\(.number) \\(.message)\"'   # exit code 1 when an error is found");
        command.SetAction(parsed =>
        {
            var full = Path.GetFullPath(parsed.GetValue(file)!);
            if (Directory.Exists(full)) full = Path.Combine(full, ".gitlab-ci.yml");
            var top = parsed.GetValue(root) is { } named ? Path.GetFullPath(named) : RootOf(full);
            return FindingOutput.Write(parsed.GetValue(output), PipelineRules.Check(top, Path.GetRelativePath(top, full)));
        });
        return command;
    }

    private static string RootOf(string file)
    {
        var own = Path.GetDirectoryName(file)!;
        for (var directory = own; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (Path.Exists(Path.Combine(directory, ".git"))) return directory;
        }
        return own;
    }
}
