using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Pipelines.Reading.GitHub;
using Racklight.Deploys.Pipelines.Rules;

namespace Racklight.Deploys.Pipelines.Commands;

/// <summary><c>racklight deploy pipeline check</c>: what is broken or unsafe in a pipeline of GitLab or GitHub.</summary>
internal static class PipelineCheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The pipeline, or the directory of workflows (default: .gitlab-ci.yml, else .github/workflows); what it includes is read from the repository around it", DefaultValueFactory = static _ => "." };
        var root = new Option<string?>("--root") { Description = "The repository's root (default: the nearest directory with a .git, else that of FILE)", HelpName = "DIR" };
        var output = FindingOutput.Option();
        var command = new Command("check", "Find what is broken or unsafe in a pipeline of GitLab or GitHub, each with its place, why, and what to write instead") { file, root, output }
            .WithExamples(
                "racklight deploy pipeline check",
                "racklight deploy pipeline check .github/workflows/deploy.yml",
                "racklight deploy pipeline check .gitlab-ci.yml -o codequality > gl-code-quality-report.json",
                "racklight deploy pipeline check -o json | jq -r '.findings[] | \"\\(.number) \\(.message)\"'   # exit code 1 when an error is found");
        command.SetAction(parsed =>
        {
            var full = Path.GetFullPath(parsed.GetValue(file)!);
            var files = FilesOf(full);
            var top = parsed.GetValue(root) is { } named ? Path.GetFullPath(named) : RootOf(files[0]);
            return FindingOutput.Write(parsed.GetValue(output), PipelineRules.Check(top, [.. files.Select(one => Path.GetRelativePath(top, one))]));
        });
        return command;
    }

    /// <summary>A directory stands for its pipeline: GitLab has one, GitHub as many as there are workflows.</summary>
    public static List<string> FilesOf(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var gitlab = Path.Combine(path, ".gitlab-ci.yml");
        if (File.Exists(gitlab)) return [gitlab];
        var workflows = Path.Combine(path, ".github/workflows");
        foreach (var directory in new[] { workflows, path })
        {
            if (!(directory + "/").EndsWith("/" + GitHubReader.Directory, StringComparison.Ordinal) || !Directory.Exists(directory)) continue;
            var files = Directory.EnumerateFiles(directory, "*.y*ml").Order(StringComparer.Ordinal).ToList();
            if (files.Count > 0) return files;
        }
        return [gitlab];
    }

    private static string RootOf(string file)
    {
        var own = Path.GetDirectoryName(file)!;
        for (var directory = own; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (Path.Exists(Path.Combine(directory, ".git"))) return directory;
        }
        // Paths of workflows begin at the repository, whether or not git is there.
        return (own + "/").EndsWith("/" + GitHubReader.Directory, StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(own, "../..")) : own;
    }
}
