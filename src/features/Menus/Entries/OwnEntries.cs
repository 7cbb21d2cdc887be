using Racklight.Sites;

namespace Racklight.Menus.Entries;

/// <summary>The entries that come with the program, as its files say them: <c>Catalog/*.yaml</c>, written as a site writes its own.</summary>
internal static class OwnEntries
{
    private static readonly Lazy<IReadOnlyDictionary<string, SourceFile<MenuFile>>> Files = new(Load);

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, SourceFile<MenuFile>> All => Files.Value;

    private static Dictionary<string, SourceFile<MenuFile>> Load()
    {
        var problems = new List<Problem>();
        var entries = new Dictionary<string, SourceFile<MenuFile>>(StringComparer.Ordinal);
        foreach (var (path, text) in EmbeddedText.Below("catalog/"))
        {
            foreach (var entry in MenuList.Read(path, text, problems))
            {
                if (!entries.TryAdd(entry.Name, entry)) problems.Add(entry.AtKey([], $"{entries[entry.Name].Path} has an entry `{entry.Name}` already"));
                if (entry.Value is { } value) problems.AddRange(MenuEntryCheck.Check(entry, value));
            }
        }
        return problems.Count == 0 ? entries : throw new ProblemException(problems);
    }
}
