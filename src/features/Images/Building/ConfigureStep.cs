namespace Racklight.Images.Building;

/// <summary>The one Ansible run, through a connection of our own: Debian's ansible-core has none that enters a directory tree.</summary>
internal static class ConfigureStep
{
    public const string Plugin = "Building/Scripts/racklight_chroot.py";

    public static async Task RunAsync(StepRun run, string imageDirectory, string rolesDirectory, string playbook, string name, CancellationToken token)
    {
        var plugins = Path.Combine(run.Directory, "files");
        Directory.CreateDirectory(plugins);
        await File.WriteAllTextAsync(Path.Combine(plugins, Path.GetFileName(Plugin)), LiveFiles.Text(Plugin), token);
        var roles = $"{Path.Combine(imageDirectory, "roles")}:{rolesDirectory}";
        await Scratch.UseAsync(run, merged => TreeScript.RunAsync("configure",
            [run.Directory, merged, plugins, imageDirectory, playbook, name, roles, Path.Combine(run.Results["chroot"], "tree")], new Dictionary<string, string?>(), run, token));
    }
}
