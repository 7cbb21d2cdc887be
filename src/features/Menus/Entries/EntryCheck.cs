using Racklight.Menus.Recipes;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Menus.Entries;

/// <summary>Holds an entry against its recipe: names that it does not know, values and files that it misses, URLs that are none.</summary>
internal sealed class EntryCheck(SourceFile<MenuFile> file, MenuFile said, CatalogEntry entry)
{
    private static readonly string[] OwnWords = ["arch", "version", "os", "flavor", "id"];
    private readonly Recipe _recipe = entry.Recipe;

    /// <summary>All that is wrong.</summary>
    public IEnumerable<Problem> Check()
    {
        var faults = Names().Concat(Templates()).ToList();
        // What is missing is only worth telling when what is there is right.
        return faults.Count > 0 ? faults : Missing();
    }

    private IEnumerable<Problem> Names()
    {
        var values = _recipe.Values.Keys.Append("arch").ToList();
        foreach (var (path, givenValues, givenFiles) in Given())
        {
            foreach (var name in givenValues.Where(name => !values.Contains(name)))
            {
                var hint = _recipe.Files.ContainsKey(name) ? $"it is a file: files: {{ {name}: {{ url: … }} }}" : values.Count == 1 ? "it has none" : "its values are " + string.Join(", ", values);
                yield return file.AtKey([.. path, "values", name], $"the recipe {_recipe.Id} has no value `{name}`{Meant(NearestWord.Of(name, values))}", hint);
            }
            foreach (var role in givenFiles.Where(role => !_recipe.Files.ContainsKey(role)))
            {
                yield return file.AtKey([.. path, "files", role], $"the recipe {_recipe.Id} has no file `{role}`{Meant(NearestWord.Of(role, _recipe.Files.Keys))}", _recipe.Files.Count == 0 ? "it has none" : "its files are " + string.Join(", ", _recipe.Files.Keys));
            }
        }
    }

    private IEnumerable<Problem> Templates()
    {
        // Values are filled in before anything is known of a machine.
        string[] inUrls = [.. _recipe.Values.Keys, .. _recipe.Files.Keys, .. OwnWords];
        string[] inArguments = [.. inUrls, .. MachineScope.Words];
        foreach (var (path, values, files) in Texts())
        {
            foreach (var (name, text) in values)
            {
                if (Fault(text, inUrls) is { } fault) yield return file.At([.. path, "values", name], $"`{text}` {fault}");
            }
            foreach (var (role, text) in files)
            {
                if (Fault(text, inUrls) is { } fault) yield return file.At([.. path, "files", role, "url"], $"`{text}` {fault}");
            }
        }
        foreach (var (text, i) in entry.Arguments.Select(static (text, i) => (text, i)))
        {
            if (Fault(text, inArguments) is { } fault) yield return file.At(["arguments", i.ToString(System.Globalization.CultureInfo.InvariantCulture)], $"`{text}` {fault}");
        }
    }

    private IEnumerable<Problem> Missing()
    {
        foreach (var architecture in entry.Architectures)
        {
            var names = new EntryNames(_recipe, entry, architecture);
            var problems = MissingValues(names).Concat(Urls(names, architecture)).ToList();
            foreach (var problem in problems) yield return problem;
            // The same is missing on the other architectures.
            if (problems.Count > 0) yield break;
        }
    }

    private IEnumerable<Problem> MissingValues(EntryNames names)
    {
        foreach (var (name, value) in _recipe.Values.Where(static pair => !pair.Value.Optional && pair.Value.Default is null))
        {
            if (Try(() => names.Of(name), out var problem) is null) yield return problem ?? file.AtKey(["values"], $"`{entry.Id}` misses the value `{name}`, which its recipe {_recipe.Id} needs: {value.About}", $"values: {{ {name}: … }}");
        }
    }

    private IEnumerable<Problem> Urls(EntryNames names, Architecture architecture)
    {
        foreach (var (role, needed) in _recipe.Files)
        {
            var url = Try(() => names.UrlOf(role), out var problem);
            if (problem is not null) yield return problem;
            else if (url is null && !needed.Optional) yield return file.AtKey(["files"], $"`{entry.Id}` misses the file `{role}`, which its recipe {_recipe.Id} needs: {needed.About}", $"files: {{ {role}: {{ url: http://… }} }}");
            else if (url is not null && ScriptText.UrlFault(url) is { } fault) yield return file.At(["files", role, "url"], $"on {ArchitectureWords.Of(architecture)} the file `{role}` is at `{url}`, which {fault}");
        }
    }

    private string? Try(Func<string?> work, out Problem? problem)
    {
        problem = null;
        try
        {
            return work();
        }
        catch (ProblemException e)
        {
            problem = file.AtKey(["values"], e.Problems[0].Message, e.Problems[0].Hint);
            return null;
        }
    }

    private static string? Fault(string text, IReadOnlyCollection<string> known)
    {
        var template = Template.Parse(text, out var fault);
        if (fault is not null) return fault;
        var unknown = template.Names.FirstOrDefault(name => !known.Contains(name));
        return unknown is null ? null : $"names `{{{unknown}}}`, which nothing gives{Meant(NearestWord.Of(unknown, known))}";
    }

    private IEnumerable<(string[] Path, IEnumerable<string> Values, IEnumerable<string> Files)> Given()
    {
        yield return ([], said.Values?.Keys ?? [], said.Files?.Keys ?? []);
        foreach (var (word, variant) in said.ByArchitecture ?? new Dictionary<string, MenuVariant>()) yield return (["by-architecture", word], variant.Values?.Keys ?? [], variant.Files?.Keys ?? []);
    }

    private IEnumerable<(string[] Path, IReadOnlyDictionary<string, string> Values, IEnumerable<(string Role, string Url)> Files)> Texts()
    {
        yield return ([], entry.Values, entry.Files.Select(static pair => (pair.Key, pair.Value.Url)));
        foreach (var (architecture, variant) in entry.Variants) yield return (["by-architecture", ArchitectureWords.Of(architecture)], variant.Values, variant.Files.Select(static pair => (pair.Key, pair.Value.Url)));
    }

    private static string Meant(string? near) => near is null ? "" : $", did you mean `{near}`?";
}
