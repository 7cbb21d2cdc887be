using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Tests.Deploys.Pipelines;

/// <summary>What somebody says of a workflow.</summary>
/// <param name="By"><c>github</c>, or <c>actionlint</c> and the kind.</param>
/// <param name="Line">Where.</param>
/// <param name="Message">What.</param>
internal sealed record WorkflowComplaint(string By, int Line, string Message);

/// <summary>A job of a workflow as it went, or (without a job) the run as a whole.</summary>
internal sealed record WorkflowJob
{
    public string? Job { get; init; }

    public string? Run { get; init; }

    public string? Result { get; init; }

    public string? Environment { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyDictionary<string, string>? Concurrency { get; init; }

    /// <summary>What the job left in the runner's temporary directory, before the runner emptied it.</summary>
    public IReadOnlyList<string> Leavings { get; init; } = [];
}

/// <summary>tests/tools/github-actions: GitHub's own parser and evaluator, and actionlint.</summary>
internal static class GitHubTools
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    // actionlint 1.6.22 is older than these: GitHub's own parser knows them, and judges them in the same run.
    private static readonly string[] TooNewForActionlint = ["undefined variable \"vars\"", "unexpected key \"queue\" for \"concurrency\" section"];

    /// <summary>All complaints; none for a workflow that is right.</summary>
    public static async Task<IReadOnlyList<WorkflowComplaint>> JudgeAsync(string file)
    {
        var result = await NodeAsync("judge.mjs", Path.GetDirectoryName(file)!, file);
        result.ExitCode.ShouldBe(0, result.Error);
        // A label that is a runner's own is "unknown" without actionlint's own configuration.
        return [.. Lines<WorkflowComplaint>(result.Output).Where(static said => said.By != "actionlint runner-label"
            && !(said.By.StartsWith("actionlint", StringComparison.Ordinal) && TooNewForActionlint.Any(said.Message.Contains)))];
    }

    /// <summary>Runs a workflow; the last of what comes back is the run as a whole.</summary>
    public static async Task<IReadOnlyList<WorkflowJob>> RunAsync(string directory, object description)
    {
        var file = Path.Combine(directory, "event.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(description, Json), TestContext.Current.CancellationToken);
        var result = await NodeAsync("run.mjs", directory, file);
        var jobs = Lines<WorkflowJob>(result.Output);
        jobs.ShouldNotBeEmpty(result.Output + result.Error);
        jobs[^1].Run.ShouldNotBeNull(result.Output + result.Error);
        return jobs;
    }

    private static Task<Racklight.App.ProcessResult> NodeAsync(string script, string directory, string argument)
    {
        var node = DeployTools.Need("node", "apt-get install nodejs");
        DeployTools.Need(Package("@actions/workflow-parser/package.json"), "./setup test");
        return DeployTools.RunAsync(directory, null, node, "--no-warnings", Path.Combine(DeployTools.Source, "tests/tools/github-actions", script), Tools, argument);
    }

    private static string Tools { get; } = Path.Combine(DeployTools.Source, "artifacts/tools/github-actions");

    /// <summary>A file of an installed package.</summary>
    public static string Package(string path) => Path.Combine(Tools, "node_modules", path);

    private static IReadOnlyList<T> Lines<T>(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<T>(line, Json)!)];
}
