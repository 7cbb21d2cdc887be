using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Reading.GitHub;

/// <summary>Reads a workflow as GitHub does, with the workflows and actions of the same repository that it calls. Never runs or fetches anything.</summary>
internal sealed class GitHubReader
{
    /// <summary>Where workflows lie.</summary>
    public const string Directory = ".github/workflows/";

    private const int MostFiles = 50;
    private static readonly YamlLimits Limits = new() { Foreign = true };

    private readonly string _root;
    private readonly List<PlacedFile> _files = [];
    private readonly List<(PlacedFile, YamlFault)> _faults = [];
    private readonly List<CiJob> _jobs = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private readonly Dictionary<string, PlacedNode?> _local = new(StringComparer.Ordinal);
    private PlacedNode? _env;

    private GitHubReader(string root) => _root = root;

    /// <summary>Reads a workflow.</summary>
    /// <exception cref="ProblemException">The file cannot be read at all.</exception>
    public static CiPipeline Read(string root, string path)
    {
        var reader = new GitHubReader(root);
        PlacedNode? main;
        try
        {
            main = reader.Load(path);
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem($"this workflow cannot be read: {e.Message}") { File = path, Hint = "name the file: racklight deploy pipeline check .github/workflows/deploy.yml" }, inner: e);
        }
        if (main?["jobs"] is { Map: not null }) reader.Jobs(main, main["on"], caller: null, levels: 4); // GitHub's own limit of levels
        return new CiPipeline
        {
            Server = CiServer.GitHub,
            Files = reader._files,
            Root = main is null ? null : reader.Root(main),
            Jobs = reader._jobs,
            JobNames = reader._names,
            Faults = reader._faults,
            Beside = Beside(root, path),
        };
    }

    /// <summary>The file's mapping as the rules ask for it: what is set for every job, also of a workflow that it calls, is called <c>variables</c>.</summary>
    private PlacedNode Root(PlacedNode main)
    {
        var keys = new Dictionary<string, PlacedNode>(main.Map!, StringComparer.Ordinal);
        if (_env is not null) keys["variables"] = _env;
        return PlacedNode.Mapping(keys, main);
    }

    private static List<CiJob> Beside(string root, string path)
    {
        var directory = Path.GetDirectoryName(path) ?? "";
        var jobs = new List<CiJob>();
        var full = Path.Combine(root, directory);
        if (!System.IO.Directory.Exists(full)) return jobs;
        foreach (var other in System.IO.Directory.EnumerateFiles(full, "*.y*ml").Order(StringComparer.Ordinal).Select(file => Path.Combine(directory, Path.GetFileName(file))).Where(other => other != path).Take(MostFiles))
        {
            var reader = new GitHubReader(root);
            try
            {
                // What is wrong with them is told when they are checked themselves.
                if (reader.Load(other) is { } main && main["jobs"] is { Map: not null }) reader.Jobs(main, main["on"], caller: null, levels: 4);
            }
            catch (BoundedFileException)
            {
                continue;
            }
            jobs.AddRange(reader._jobs);
        }
        return jobs;
    }

    private PlacedNode? Load(string path)
    {
        var document = YamlReader.Read(BoundedFile.Read(_root, path), Limits);
        var file = new PlacedFile(path, document);
        _files.Add(file);
        _faults.AddRange(document.Faults.Select(fault => (file, fault)));
        return document.Root is YamlMapping mapping ? PlacedNode.Of(file, mapping) : null;
    }

    private void Jobs(PlacedNode workflow, PlacedNode? on, GitHubCaller? caller, int levels)
    {
        if (workflow["env"] is { Map: not null } env) _env = PlacedNode.Over(env, _env);
        foreach (var (own, written) in workflow["jobs"]!.Map!)
        {
            var name = caller is null ? own : $"{caller.Name} / {own}";
            _names.Add(name);
            if (written.Map is null) continue;
            if (written["uses"]?.Text is { } called && called.StartsWith("./", StringComparison.Ordinal) && levels > 0)
            {
                if (LoadLocal(written["uses"]!, called[2..]) is { } inner && inner["jobs"] is { Map: not null }) Jobs(inner, on, new GitHubCaller(name, written, workflow, caller), levels - 1);
                continue;
            }
            _jobs.Add(new GitHubJob(workflow, written, caller, LocalAction).Job(name, on));
        }
    }

    /// <summary>The steps of an action of the same repository, or null for one that is no composite.</summary>
    private IReadOnlyList<PlacedNode>? LocalAction(PlacedNode uses)
    {
        var directory = uses.Text![2..].TrimEnd('/');
        var path = new[] { "action.yml", "action.yaml" }.Select(name => $"{directory}/{name}").FirstOrDefault(path => File.Exists(Path.Combine(_root, path)));
        if (path is null) return null;
        return LoadLocal(uses, path)?["runs"]?["steps"]?.Items;
    }

    private PlacedNode? LoadLocal(PlacedNode named, string path)
    {
        if (_local.TryGetValue(path, out var known)) return known;
        if (_files.Count >= MostFiles) return null;
        try
        {
            return _local[path] = Load(path);
        }
        catch (BoundedFileException e)
        {
            _faults.Add((named.File, new YamlFault($"the called {path} cannot be read: {e.Message}", named.Mark, "paths of local workflows and actions begin with ./ at the repository's root")));
            return _local[path] = null;
        }
    }
}
