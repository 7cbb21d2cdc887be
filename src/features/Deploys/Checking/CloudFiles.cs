using Racklight.Deploys.Checking.Variables;
using Racklight.Deploys.Reading;
using Racklight.Releases;

namespace Racklight.Deploys.Checking;

/// <summary>The tool that a configuration is for.</summary>
internal enum CloudTool
{
    /// <summary>kolla-ansible: <c>globals.yml</c>, <c>passwords.yml</c>.</summary>
    Kolla,

    /// <summary>openstack-ansible: <c>openstack_user_config.yml</c>, <c>user_*.yml</c>.</summary>
    Osa,
}

/// <summary>The configuration of one cloud: a directory of the repository, and what is below it.</summary>
/// <param name="Tool">What it is for.</param>
/// <param name="Directory">Relative to the repository; <c>.</c> for its own.</param>
/// <param name="Files">All files below it.</param>
internal sealed record CloudFiles(CloudTool Tool, string Directory, IReadOnlyList<RepositoryFile> Files)
{
    private readonly Lazy<IReadOnlySet<string>> _used = new(() => VariableUse.In(Files.Select(static file => file.Text).OfType<string>()));

    /// <summary>The release, as given or as the files tell; null when neither does.</summary>
    public Series? Series { get; init; }

    /// <summary>A file by its path below the directory, or null.</summary>
    public RepositoryFile? Find(string path) => Files.FirstOrDefault(file => file.Path == In(path));

    /// <summary>The YAML files directly in a directory below, in the order in which Ansible reads them.</summary>
    public IEnumerable<RepositoryFile> Below(string directory) => Files.Where(file => file.Directory == In(directory) && file.IsYaml).OrderBy(static file => file.Path, StringComparer.Ordinal);

    /// <summary>A file's path below the directory.</summary>
    public string Below(RepositoryFile file) => Directory == "." ? file.Path : file.Path[(Directory.Length + 1)..];

    /// <summary>True when a text of the configuration is made of a variable: it is then its user's own.</summary>
    public bool Uses(string variable) => _used.Value.Contains(variable);

    /// <summary>The configurations that a repository holds.</summary>
    public static IReadOnlyList<CloudFiles> In(IReadOnlyList<RepositoryFile> files, Series? release)
    {
        var clouds = new List<CloudFiles>();
        foreach (var file in files.Where(static file => !file.Path.Contains('!')))
        {
            CloudTool? tool = file.Name switch
            {
                "openstack_user_config.yml" => CloudTool.Osa,
                "globals.yml" => CloudTool.Kolla,
                "passwords.yml" when !files.Any(other => other.Path == Join(file.Directory, "globals.yml")) => CloudTool.Kolla,
                _ => null,
            };
            if (tool is not { } known) continue;
            var prefix = file.Directory == "." ? "" : file.Directory + "/";
            var cloud = new CloudFiles(known, file.Directory, [.. files.Where(other => other.Path.StartsWith(prefix, StringComparison.Ordinal))]);
            clouds.Add(cloud with { Series = release ?? cloud.OwnRelease() });
        }
        return clouds;
    }

    private string In(string path) => path == "." ? Directory : Join(Directory, path);

    private static string Join(string directory, string name) => directory == "." ? name : $"{directory}/{name}";

    /// <summary>What <c>globals.yml</c> pins; else the series whose secrets these are most like.</summary>
    private Series? OwnRelease()
    {
        if (Tool != CloudTool.Kolla) return null;
        if (Find("globals.yml")?.Root?["openstack_release"]?.Text is { Length: > 0 } text && Releases.Series.Find(text) is { } pinned) return pinned;
        return Find("passwords.yml")?.Root is { Map: { Count: > 20 } keys } ? ReleaseNames.KollaSecrets.Guess([.. keys.Keys]) : null;
    }
}
