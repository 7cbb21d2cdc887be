using Racklight.Menus.Entries;
using Racklight.Mirrors;
using Racklight.Sites;

namespace Racklight;

/// <summary>What menu entries need, for the room of mirrors: it does not know the catalog, and the catalog does not know it.</summary>
/// <param name="site">The site's directory; without a <c>site.yaml</c> in it the catalog is our own.</param>
internal sealed class MenuFiles(string site) : IMirrorSource
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<MirrorFile>> ListAsync(IReadOnlyList<string> entries, Architecture? architecture, CancellationToken cancellationToken)
    {
        var catalog = File.Exists(Path.Combine(site, "site.yaml")) ? Catalog.Load((await SiteReader.ReadAsync(site, cancellationToken)).Require()) : Catalog.Own;
        var chosen = entries.Count == 0 ? catalog.Entries : [.. entries.Select(catalog.Get)];
        var files = new Dictionary<string, MirrorFile>(StringComparer.Ordinal);
        foreach (var entry in chosen)
        {
            foreach (var on in entry.Architectures.Where(on => architecture is null || on == architecture))
            {
                // Package mirrors are not copied: the pass-through cache serves installers.
                foreach (var file in entry.Recipe.FilesOf(entry, on)) Add(files, entry.Id, file);
            }
        }
        return [.. files.Values];
    }

    private static void Add(Dictionary<string, MirrorFile> files, string entry, Menus.Recipes.NeededFile file)
    {
        foreach (var url in file.IsDirectory ? file.Holds.Select(held => file.Url + held) : [file.Url])
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) continue;
            files.TryAdd(url, new MirrorFile(entry, file.Role, address)
            {
                Size = file.IsDirectory ? null : file.Size,
                Sha256 = file.IsDirectory ? null : file.Sha256,
                Checksums = file.Sums is { } sums && Uri.TryCreate(sums, UriKind.Absolute, out var list) ? [list] : [],
            });
        }
    }
}
