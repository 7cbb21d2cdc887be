namespace Racklight.Sites;

/// <summary>What the room of menus tells this one: which entries come with the program, and what is wrong with a site's own.</summary>
public interface IMenuCatalog
{
    /// <summary>The names of the entries that come with the program.</summary>
    IReadOnlyCollection<string> Ids { get; }

    /// <summary>All that is wrong with a site's entries beyond each text alone: unknown recipes, missing values. Never throws for what is in them.</summary>
    IEnumerable<Problem> Check(IReadOnlyDictionary<string, SourceFile<MenuFile>> entries);
}
