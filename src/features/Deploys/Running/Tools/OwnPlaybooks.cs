namespace Racklight.Deploys.Running.Tools;

/// <summary>Playbooks that come with the program. They are written into the run's directory, where they stay as a record of what was run.</summary>
internal static class OwnPlaybooks
{
    private const string Folder = "deploy-playbooks/";

    /// <summary>Where a run has them.</summary>
    public static string DirectoryOf(RunDirectory run) => Path.Combine(run.Path, "playbooks");

    /// <summary>Writes those that the run's commands name.</summary>
    public static void Write(RunDirectory run, RunSpec spec)
    {
        foreach (var resource in typeof(OwnPlaybooks).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var file = Path.Combine(DirectoryOf(run), resource[Folder.Length..]);
            if (!spec.Steps.Any(step => step.Command.Contains(file))) continue;
            using var reader = new StreamReader(typeof(OwnPlaybooks).Assembly.GetManifestResourceStream(resource)!);
            Directory.CreateDirectory(DirectoryOf(run));
            DurableFile.Write(file, reader.ReadToEnd());
        }
    }
}
