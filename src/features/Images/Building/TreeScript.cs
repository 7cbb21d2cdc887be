using Racklight.App;

namespace Racklight.Images.Building;

/// <summary>
/// Runs one of the build's scripts in mount and process namespaces of its own. Mounts belong to the namespace: when its first process
/// ends, by itself or by a signal, the kernel takes them away, so nothing is left to clean up and nothing can be deleted through them.
/// </summary>
internal static class TreeScript
{
    private static readonly string Shared = LiveFiles.Text("Building/Scripts/tree.sh");

    /// <summary>The text of a script with what it shares: an input of the step that runs it.</summary>
    public static string Text(string name) => Shared + LiveFiles.Text($"Building/Scripts/{name}.sh");

    /// <summary>The program and first arguments that put whatever follows into namespaces of its own.</summary>
    public static readonly string[] Cell = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

    public static async Task RunAsync(string name, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, StepRun run, CancellationToken cancellationToken)
    {
        var result = await ProcessRunner.RunAsync(new ProcessSpec("unshare", [.. Cell, "sh", "-eu", "-c", Text(name), name, .. arguments])
        {
            Environment = environment,
            Journal = run.Journal,
            OnOutput = line => Tell(line, run.Say),
            OnError = line => Tell(line, run.Say),
        }, cancellationToken);
        if (result.Succeeded) return;
        var said = (result.Output + "\n" + result.Error).Trim().Split('\n');
        throw new ProblemException($"{name} failed with exit code {result.ExitCode}:\n    {string.Join("\n    ", said.TakeLast(12))}", null, ExitCodes.Outside);
    }

    private static void Tell(string line, Action<string> say)
    {
        if (!string.IsNullOrWhiteSpace(line)) say(line.Trim());
    }
}
