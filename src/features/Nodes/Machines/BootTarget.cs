using Racklight.Images;
using Racklight.Menus.Entries;
using Racklight.Sites;

namespace Racklight.Nodes.Machines;

/// <summary>What a word of the site (<c>kvm@stable</c>, an entry, <c>menu</c>, <c>local</c>, a URL) means for a machine.</summary>
internal abstract record BootTarget
{
    /// <summary>The machine's own disk.</summary>
    public sealed record OwnDisk : BootTarget;

    /// <summary>The menu.</summary>
    public sealed record Menu : BootTarget;

    /// <summary>A script elsewhere.</summary>
    public sealed record Elsewhere(string Url) : BootTarget;

    /// <summary>An image that is there.</summary>
    public sealed record OfImage(Image Image) : BootTarget;

    /// <summary>An entry that boots by a recipe.</summary>
    public sealed record OfEntry(CatalogEntry Entry) : BootTarget;

    /// <summary>Nothing, and why.</summary>
    public sealed record Nothing(string Why) : BootTarget;

    /// <summary>What an entry of the site stands for, and how the timeline calls it.</summary>
    public static (string Boots, string What) Resolve(Site site, string word)
        => word is not ("local" or "menu") && site.Menu.TryGetValue(word, out var entry) && entry.Boots is { } boots ? (boots, $"{word} ({boots})") : (word, word);

    /// <summary>Finds it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="boots">The word, as <see cref="Resolve"/> gave it.</param>
    /// <param name="chosen">The entry that was chosen in the menu, or null.</param>
    /// <param name="images">The images that exist.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The site's entries have faults.</exception>
    public static async Task<BootTarget> OfAsync(Site site, string boots, string? chosen, IImages images, CancellationToken cancellationToken)
    {
        if (boots == "local") return new OwnDisk();
        if (boots == "menu") return new Menu();
        if (boots.StartsWith("http://", StringComparison.Ordinal) || boots.StartsWith("https://", StringComparison.Ordinal)) return new Elsewhere(boots);
        if (await images.ResolveAsync(boots, cancellationToken) is { } image) return new OfImage(image);
        if (Catalog.Load(site).TryGet(boots, out var entry) && entry.Image is null) return new OfEntry(entry);
        if (chosen is not null && chosen == boots && !site.Menu.ContainsKey(chosen)) return new Nothing($"the menu has no entry {chosen}");
        var name = boots.Split('@')[0];
        return new Nothing($"there is no image {boots}: {(site.Images.ContainsKey(name) ? $"it was never built (racklight image build {name})" : "the site names no such image")}");
    }
}
