using System.Text;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>Makes a <c>pipeline.yaml</c> to start from, out of what the repository shows and the command line says.</summary>
internal static class PipelineStarter
{
    /// <summary>The text of the file.</summary>
    /// <exception cref="ProblemException">The tool or the release cannot be told.</exception>
    public static string Text(string root, string? tool, string? release, IReadOnlyList<string> datacentres)
    {
        var found = Found(root, tool);
        tool ??= found.Count > 0 ? found[0].Tool : throw new ProblemException($"nothing in {root} tells whether this is a cloud of kolla-ansible or of openstack-ansible", "--tool kolla or --tool osa");
        var directories = found.Where(one => one.Tool == tool).Select(static one => one.Directory).ToList();
        release ??= directories.Count > 0 ? ReleaseOf(Path.Combine(root, directories[0])) : null;
        if (release is null) throw new ProblemException("which OpenStack release is deployed?", "--release 2025.1");
        var text = new StringBuilder($"""
            # What the pipeline is made from. After a change: racklight deploy pipeline init
            tool: {tool}
            release: "{release}"
            # container: registry.example.org/deploy@sha256:…   # a prepared container with the tools; without: the runner's own shell
            {BranchOf(root)}drift: yes                   # a scheduled pipeline looks whether the cloud is still as committed
            {(File.Exists(Path.Combine(root, "site.yaml")) ? "lab: lab" : "# lab: lab")}                     # the tag of a runner that boots changed images before they are merged

            # One set of jobs for each: its own runner, environment, lock and secrets.
            datacentres:

            """);
        foreach (var word in datacentres.Count > 0 ? datacentres : ["dc1"])
        {
            var (name, runner) = word.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (word[..at], word[(at + 1)..]) : (word, word);
            text.Append($"  {name}: {{ runner: {runner}, configuration: {ConfigurationOf(name, directories)}, timeout: 8h }}\n");
        }
        return text.ToString();
    }

    /// <summary>A line for a branch that is not named as the model's default: what the remote calls its own, or the one branch that there is.</summary>
    private static string BranchOf(string root)
    {
        var head = Path.Combine(root, ".git/refs/remotes/origin/HEAD");
        const string Remote = "ref: refs/remotes/origin/";
        var branch = File.Exists(head) && File.ReadAllText(head).Trim() is var text && text.StartsWith(Remote, StringComparison.Ordinal) ? text[Remote.Length..]
            : Only(Path.Combine(root, ".git/refs/heads")) ?? "main";
        return branch == "main" ? "" : $"branch: {branch}               # what is deployed, for GitHub; GitLab knows its default branch\n";
    }

    /// <summary>The branch of a repository that has one.</summary>
    private static string? Only(string heads) => Directory.Exists(heads) && Directory.EnumerateFileSystemEntries(heads).Take(2).ToList() is [{ } one] && File.Exists(one) ? Path.GetFileName(one) : null;

    /// <summary>Where configurations of clouds lie: at the top, or one or two directories below.</summary>
    private static List<(string Tool, string Directory)> Found(string root, string? tool)
    {
        var found = new List<(string, string)>();
        var first = Below(root, ".").ToList();
        foreach (var place in first.Concat(first.SelectMany(place => Below(root, place))).Take(1000).Prepend("."))
        {
            if (tool is not "kolla" && File.Exists(Path.Combine(root, place, "openstack_user_config.yml"))) found.Add(("osa", place));
            else if (tool is not "osa" && File.Exists(Path.Combine(root, place, "globals.yml"))) found.Add(("kolla", place));
        }
        return found;
    }

    private static IEnumerable<string> Below(string root, string place) => Directory.EnumerateDirectories(Path.Combine(root, place))
        .Select(static path => Path.GetFileName(path)).Where(static name => name[0] != '.').Order(StringComparer.Ordinal)
        .Select(name => place == "." ? name : $"{place}/{name}");

    /// <summary>A datacentre's own configuration is the one that is named as it; one that is the only one is everybody's. Never another's.</summary>
    private static string ConfigurationOf(string datacentre, List<string> directories)
    {
        if (directories.Find(directory => Path.GetFileName(directory) == datacentre) is { } own) return own;
        if (directories.Count <= 1) return directories.Count == 0 ? "." : directories[0];
        throw new ProblemException($"which of {string.Join(", ", directories)} is the configuration of {datacentre}?", $"name its directory {datacentre}, or write pipeline.yaml by hand: {datacentre}: {{ runner: …, configuration: {directories[0]} }}");
    }

    /// <summary>What kolla's <c>globals.yml</c> pins, when it is a release's name.</summary>
    private static string? ReleaseOf(string directory)
    {
        try
        {
            var document = YamlReader.Read(BoundedFile.Read(directory, "globals.yml"), new YamlLimits { Foreign = true });
            return (document.Root as YamlMapping)?.Find("openstack_release")?.Value is YamlScalar { Text: { Length: > 0 and < 20 } text } && text != "master" && !text.Contains('{') && !text.StartsWith("8.", StringComparison.Ordinal) ? text : null;
        }
        catch (BoundedFileException)
        {
            return null;
        }
    }
}
