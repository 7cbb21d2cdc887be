using System.Text;
using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>Reads a <c>.gitlab-ci.yml</c> as GitLab does: local includes, <c>extends</c>, <c>!reference</c>, defaults. Never runs or fetches anything.</summary>
internal sealed class CiReader
{
    private const int MostFiles = 50;
    private const int MostReferences = 10; // GitLab's own limit of levels
    private static readonly YamlLimits Limits = new() { Foreign = true };
    private static readonly string[] NotJobs = ["stages", "variables", "include", "workflow", "default", "image", "services", "before_script", "after_script", "cache", "spec", "types"];

    private readonly string _root;
    private readonly List<PlacedFile> _files = [];
    private readonly List<(PlacedFile, YamlFault)> _faults = [];
    private readonly Dictionary<string, PlacedNode> _extended = new(StringComparer.Ordinal);
    private readonly List<PlacedNode> _foreign = [];
    private PlacedNode? _all;

    private CiReader(string root) => _root = root;

    /// <summary>Reads a pipeline and the files of its repository that it includes.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="path">The pipeline's file, relative to it.</param>
    /// <exception cref="ProblemException">The file cannot be read at all.</exception>
    public static CiPipeline Read(string root, string path)
    {
        var reader = new CiReader(root);
        try
        {
            reader.Load(path, BoundedFile.Read(root, path));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem($"this pipeline cannot be read: {e.Message}") { File = path, Hint = "name the file: racklight deploy pipeline check .gitlab-ci.yml" }, inner: e);
        }
        return reader.Finish();
    }

    private void Load(string path, byte[] bytes)
    {
        var document = YamlReader.Read(WithoutHeader(bytes), Limits);
        var file = new PlacedFile(path, document);
        _files.Add(file);
        _faults.AddRange(document.Faults.Select(fault => (file, fault)));
        if (document.Root is not YamlMapping mapping) return;
        var node = PlacedNode.Of(file, mapping);
        // What includes wins over what is included; a later include over an earlier one.
        foreach (var included in Includes(node)) Include(file, included);
        _all = PlacedNode.Over(node, _all);
    }

    /// <summary>A file with <c>spec: inputs</c> is two documents; the first makes no jobs. Its lines become empty ones, so that places stay.</summary>
    private static byte[] WithoutHeader(byte[] bytes)
    {
        if (bytes.AsSpan().IndexOf("\n---"u8) < 0) return bytes;
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        var first = Array.FindIndex(lines, static line => line.Trim().Length > 0 && line[0] != '#' && line.TrimEnd() != "---");
        if (first < 0 || !lines[first].StartsWith("spec:", StringComparison.Ordinal)) return bytes;
        var end = Array.FindIndex(lines, first, static line => line.TrimEnd() == "---");
        if (end < 0) return bytes;
        for (var line = 0; line <= end; line++) lines[line] = "";
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private IEnumerable<PlacedNode> Includes(PlacedNode node)
    {
        foreach (var item in node["include"] is { } include ? include.Items ?? [include] : [])
        {
            if ((item["local"] ?? item) is { Text: { } text } local && !text.Contains("://", StringComparison.Ordinal)) yield return local;
            else _foreign.Add(item);
        }
    }

    private void Include(PlacedFile from, PlacedNode named)
    {
        if (!named.Text!.Contains('*'))
        {
            Include(from, named, named.Text.TrimStart('/'));
            return;
        }
        foreach (var path in LocalPattern.Matches(_root, named.Text.TrimStart('/'))) Include(from, named, path);
    }

    private void Include(PlacedFile from, PlacedNode named, string path)
    {
        if (_files.Any(file => file.Path == path)) return;
        if (_files.Count >= MostFiles)
        {
            _faults.Add((from, new YamlFault($"more than {MostFiles} files are included; the rest is not read", named.Mark)));
            return;
        }
        try
        {
            Load(path, BoundedFile.Read(_root, path));
        }
        catch (BoundedFileException e)
        {
            _faults.Add((from, new YamlFault($"the included {path} cannot be read: {e.Message}", named.Mark, "paths of `local` begin at the repository's root")));
        }
    }

    private CiPipeline Finish()
    {
        var jobs = new List<CiJob>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, node) in _all?.Map ?? new Dictionary<string, PlacedNode>())
        {
            if (NotJobs.Contains(name) || node.Map is null) continue;
            names.Add(name);
            if (!name.StartsWith('.')) jobs.Add(new CiJob(name, node, Referred(Extended(name)!), Default, script => Lines(script, MostReferences)));
        }
        return new CiPipeline { Files = _files, Root = _all, Jobs = jobs, JobNames = names, Faults = _faults, Foreign = _foreign };
    }

    private PlacedNode? Default(string key) => _all?["default"]?[key] ?? (key is "image" or "services" or "before_script" or "after_script" or "cache" ? _all?[key] : null);

    /// <summary>A job over what it extends; each job is put together once, so that many parents of many parents cost no more.</summary>
    private PlacedNode? Extended(string name)
    {
        if (_extended.TryGetValue(name, out var known)) return known;
        if (_all?[name] is not { Map: not null } job) return null;
        _extended[name] = job; // what a circle of `extends` meets
        PlacedNode? below = null;
        foreach (var parent in job["extends"]?.Texts() ?? [])
        {
            if (Extended(parent) is { } lower) below = PlacedNode.Over(lower, below);
        }
        return _extended[name] = PlacedNode.Over(job, below);
    }

    /// <summary>A job in which values stand in place of the <c>!reference</c> that names them; one in a list is as many items as it names.</summary>
    private PlacedNode Referred(PlacedNode job)
    {
        var keys = new Dictionary<string, PlacedNode>(StringComparer.Ordinal);
        foreach (var (key, value) in job.Map!)
        {
            // Scripts keep theirs: each of their lines is looked up when it is read.
            keys[key] = key is "script" or "before_script" or "after_script" ? value
                : value.Tag == "!reference" && value.Items is { Count: > 0 } path ? Target(path) is { Tag: not "!reference" } target ? target : value
                : value.Items?.Any(static item => item.Tag == "!reference") == true ? PlacedNode.List(Items(value, MostReferences), value)
                : value;
        }
        return PlacedNode.Mapping(keys, job);
    }

    private IEnumerable<PlacedNode> Items(PlacedNode list, int levels)
    {
        if (levels == 0) return [];
        if (list.Tag == "!reference" && list.Items is { Count: > 0 } path) return Target(path) is { } target ? Items(target, levels - 1) : [];
        return list.Items is { } items ? items.SelectMany(item => Items(item, levels)) : [list];
    }

    /// <summary>A job's value is looked up with what that job extends.</summary>
    private PlacedNode? Target(IReadOnlyList<PlacedNode> path)
    {
        var at = Extended(path[0].Text ?? "");
        foreach (var step in path.Skip(1)) at = at?[step.Text ?? ""];
        return at;
    }

    private IEnumerable<CiLine> Lines(PlacedNode? script, int levels)
    {
        if (script is null || levels == 0) return [];
        if (script.Tag == "!reference" && script.Items is { Count: > 0 } path) return Lines(Target(path), levels - 1);
        if (script.Items is { } items) return items.SelectMany(item => Lines(item, levels));
        return script.Text is null ? [] : ScriptLines.Of(script);
    }
}
