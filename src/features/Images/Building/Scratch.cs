namespace Racklight.Images.Building;

/// <summary>The empty directory that a script mounts its tree on, in its own namespace: on the host it stays empty.</summary>
internal static class Scratch
{
    public static async Task UseAsync(StepRun run, Func<string, Task> use)
    {
        if (run.Directory.Contains(':', StringComparison.Ordinal) || run.Directory.Contains(',', StringComparison.Ordinal))
            throw new ProblemException($"{run.Directory} has a colon or a comma in it, which overlay mounts cannot take", "--state with a plain path");
        var merged = Path.Combine(run.Directory, "merged");
        Directory.CreateDirectory(merged);
        await use(merged);
        Directory.Delete(merged);
        var files = Path.Combine(run.Directory, "files");
        if (Directory.Exists(files)) Directory.Delete(files, recursive: true);
    }
}
