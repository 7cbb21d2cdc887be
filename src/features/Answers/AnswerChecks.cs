using Racklight.Sites;

namespace Racklight.Answers;

/// <summary>Renders and lints every answer of every node when a site is checked; what is wrong for many nodes alike is told once.</summary>
/// <param name="secrets">Whose names are looked up; null: none are.</param>
public sealed class AnswerChecks(ISiteSecrets? secrets = null) : IAddedCheck
{
    private const int Most = 500;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(Site site)
    {
        var found = new Dictionary<Problem, (string Node, int More)>();
        var source = secrets?.Of(site);
        foreach (var (name, node) in site.Nodes.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            var answers = AnswerSet.Of(site, name, node, MachineFacts.Preview);
            foreach (var problem in answers.Files.SelectMany(file => answers.Preview(file, source).Problems))
            {
                if (found.TryGetValue(problem, out var seen)) found[problem] = (seen.Node, seen.More + 1);
                else if (found.Count < Most) found[problem] = (name, 0);
            }
        }
        return found.Select(static entry => entry.Key with { Message = $"{entry.Key.Message} (for {entry.Value.Node}{(entry.Value.More > 0 ? $" and {entry.Value.More} more" : "")})" });
    }
}
