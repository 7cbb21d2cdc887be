using System.CommandLine;
using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.App.CommandLine;

namespace Racklight.Deploys.Starting.Commands;

/// <summary><c>racklight deploy runner</c>: a GitLab runner on the deployment host, with its tag and its limits.</summary>
internal static partial class RunnerCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "GitLab's address", HelpName = "URL", Required = true };
        var project = new Option<string>("--project") { Description = "The project's number, as its page shows it", HelpName = "NUMBER", Required = true };
        var tag = new Option<string>("--tag") { Description = "The tag that pipeline.yaml names as `runner`", HelpName = "TAG", Required = true };
        var executor = new Option<string>("--executor") { Description = "shell (default) or docker", HelpName = "shell|docker", DefaultValueFactory = static _ => "shell" };
        executor.AcceptOnlyFromAmong("shell", "docker");
        var image = new Option<string?>("--image") { Description = "The prepared container, by digest, for --executor docker", HelpName = "IMAGE@sha256:…" };
        var hours = new Option<int>("--hours") { Description = "The longest that a job may take, in hours (default: 8)", HelpName = "N", DefaultValueFactory = static _ => 8 };
        var apply = new Option<bool>("--apply") { Description = "Run it on this machine instead of printing it" };
        var command = new Command("runner", "Set up a GitLab runner on the deployment host: printed as a script, or performed") { url, project, tag, executor, image, hours, apply }
            .WithExamples(
                "racklight deploy runner --url https://gitlab.example.org --project 42 --tag acme_dc1 > runner.sh",
                "racklight deploy runner --url https://gitlab.example.org --project 42 --tag acme_dc1 --apply   # as root, on the deployment host");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.OriginalString.Contains('\'')) throw new ProblemException($"--url {parsed.GetValue(url)}: want GitLab's address", "--url https://gitlab.example.org");
            if (!Tag().IsMatch(parsed.GetValue(tag)!)) throw new ProblemException($"--tag {parsed.GetValue(tag)}: want letters, digits, dots, hyphens and underscores");
            if (!Number().IsMatch(parsed.GetValue(project)!)) throw new ProblemException($"--project {parsed.GetValue(project)}: want the project's number", "--project 42");
            if (parsed.GetValue(hours) is < 1 or > 72) throw new ProblemException($"--hours {parsed.GetValue(hours)}: want 1 to 72");
            if (parsed.GetValue(executor) == "docker" && (parsed.GetValue(image) is not { } name || !Image().IsMatch(name))) throw new ProblemException("--executor docker wants --image with a digest", "--image registry.example.org/deploy@sha256:…");
            var script = RunnerScript.Text(new RunnerRequest
            {
                Url = address,
                Project = parsed.GetValue(project)!,
                Tag = parsed.GetValue(tag)!,
                Executor = parsed.GetValue(executor)!,
                Image = parsed.GetValue(image),
                Hours = parsed.GetValue(hours),
            });
            if (!parsed.GetValue(apply))
            {
                Console.Out.Write(script);
                return ExitCodes.Done;
            }
            var result = await ProcessRunner.RunAsync(new ProcessSpec("sh", "-s") { Input = script, OnOutput = Console.Out.WriteLine, OnError = Console.Error.WriteLine, Limit = TimeSpan.FromMinutes(5) }, cancellationToken);
            return result.Succeeded ? ExitCodes.Done : throw new ProblemException($"the set-up ended with exit code {result.ExitCode}", "what it said is above; it may be run again", ExitCodes.Outside);
        });
        return command;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[0-9]{1,12}\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._/:-]{0,200}@sha256:[0-9a-f]{64}\z")]
    private static partial Regex Image();
}
