using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Nodes.Adding;

/// <summary>Looks at nodes to be: all that is wrong with them at once, each where it was written.</summary>
internal static class DraftChecks
{
    private const int MostNodes = 20_000;

    /// <summary>All that is wrong.</summary>
    /// <param name="site">The site as it is, without errors.</param>
    /// <param name="source">What is to be added.</param>
    public static IReadOnlyList<Problem> Check(Site site, DraftSource source)
    {
        if (site.Nodes.Count + source.Nodes.Count > MostNodes) return [new Problem($"the site would have {site.Nodes.Count + source.Nodes.Count:N0} nodes: at most {MostNodes:N0} are read")];
        var problems = new List<Problem>(source.Problems);
        var twins = new Twins(site);
        var sound = new List<NodeDraft>();
        var taking = new HashSet<string>(StringComparer.Ordinal);
        foreach (var draft in source.Nodes)
        {
            var named = false;
            if (SiteAddition.NameFault(draft.Name) is { } fault) problems.Add(source.At(draft.Place, fault));
            else if (site.Nodes.ContainsKey(draft.Name)) problems.Add(source.At(draft.Place, $"there is a {draft.Path} already", "edit that file, or give this one another name"));
            else if (twins.First(draft) is { } first) problems.Add(source.At(draft.Place, $"`{draft.Name}` stands twice: first in line {first.Line}"));
            else named = true;
            var taken = twins.Taken(draft).ToList();
            problems.AddRange(taken.Select(twin => source.At(twin.Value.Place, twin.Message, "a node's MAC, UUID, serial number and address are its own")));
            // The rest of it is looked at all the same: whoever mends a list wants to do it once.
            if (named) sound.Add(draft with { Values = [.. draft.Values.Except(taken.Select(static twin => twin.Value))] });
            if (taken.Count > 0) taking.Add(draft.Name);
        }
        problems.AddRange(BySite(site, source, sound, taking));
        return [.. problems.OrderBy(static problem => problem.Line).ThenBy(static problem => problem.Column)];
    }

    /// <summary>What the site's own checks find, led back from the files to where the values were written.</summary>
    private static IEnumerable<Problem> BySite(Site site, DraftSource source, List<NodeDraft> drafts, HashSet<string> taking)
    {
        var byPath = drafts.ToDictionary(static draft => draft.Path, StringComparer.Ordinal);
        foreach (var problem in SiteAddition.Check(site, [.. drafts.Select(static draft => new AddedFile(draft.Path, NodeText.Of(draft)))]))
        {
            if (problem.File is null || !byPath.TryGetValue(problem.File, out var draft)) yield return problem;
            else if (NodeText.ValueAt(draft, problem.Line) is not { } value)
            {
                // What said which machine it is was another's, and is told already.
                if (!taking.Contains(draft.Name)) yield return source.At(draft.Place, $"{draft.Name}: {problem.Message}", problem.Hint);
            }
            else yield return source.At(value.Place, value.Option is null ? problem.Message : $"{value.Option}: {problem.Message}", problem.Hint);
        }
    }

    /// <summary>Machines that are named already: a second name for one would be a riddle.</summary>
    private sealed class Twins
    {
        private readonly Site _site;
        private readonly Dictionary<string, string> _named = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, DraftPlace> _names = new(StringComparer.Ordinal);

        public Twins(Site site)
        {
            _site = site;
            foreach (var (name, node) in site.Nodes)
            {
                foreach (var (key, text) in new[] { ("mac", node.Mac), ("uuid", node.Uuid), ("serial", node.Serial), ("address", node.Address) })
                {
                    if (text is not null) _named.TryAdd(Word(key, text), $"nodes/{name}.yaml");
                }
            }
        }

        /// <summary>Where that name stood first; null: here.</summary>
        public DraftPlace? First(NodeDraft draft) => _names.TryAdd(draft.Name, draft.Place) ? null : _names[draft.Name];

        /// <summary>The values that another node has.</summary>
        public IEnumerable<(DraftValue Value, string Message)> Taken(NodeDraft draft)
        {
            foreach (var value in draft.Values.Where(static value => value.Key is "mac" or "uuid" or "serial" or "address"))
            {
                var word = Word(value.Key, value.Text);
                if (_named.TryAdd(word, value.Place.Line > 0 ? $"line {value.Place.Line}" : draft.Name)) continue;
                yield return (value, $"{(value.Option is null ? "" : value.Option + ": ")}{_named[word]}{Place(_named[word], value.Key)} has {value.Key} {value.Text} already");
            }
        }

        private string Place(string holder, string key)
        {
            if (!holder.StartsWith("nodes/", StringComparison.Ordinal)) return "";
            var mark = YamlReader.Read(_site.Files.Read(holder)).At(key);
            return $":{mark.Line}:{mark.Column}";
        }

        private static string Word(string key, string text) => $"{key} {(key == "mac" && MacAddress.TryParse(text, out var mac) ? mac.ToString() : text)}";
    }
}
