using Racklight.Sites;

namespace Racklight.Menus.Entries;

/// <summary>What this room tells the room of sites.</summary>
internal sealed class MenuCatalog : IMenuCatalog
{
    public IReadOnlyCollection<string> Ids => [.. OwnEntries.All.Keys];

    public IEnumerable<Problem> Check(IReadOnlyDictionary<string, SourceFile<MenuFile>> entries) => Catalog.Check(entries);
}
