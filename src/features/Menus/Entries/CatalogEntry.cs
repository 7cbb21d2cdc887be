using Racklight.Menus.Recipes;

namespace Racklight.Menus.Entries;

/// <summary>Something that a machine can boot: a version of an operating system, a tool, or an entry of the site.</summary>
public sealed record CatalogEntry
{
    /// <summary>Its name for good: lower-case letters, digits, hyphens and dots, such as <c>debian-13</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the menu shows: one line of plain ASCII.</summary>
    public required string Title { get; init; }

    /// <summary>The part of the menu that it stands in: <c>linux</c>, <c>live</c>, <c>tools</c>, <c>site</c> …</summary>
    public required string Section { get; init; }

    /// <summary>How it boots.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The operating system's short name: <c>debian</c>.</summary>
    public string? Os { get; init; }

    /// <summary>Its version, as text: <c>22.10</c> stays <c>22.10</c>.</summary>
    public string? Version { get; init; }

    /// <summary>What tells it from others of the same version: <c>xfce</c>.</summary>
    public string? Flavor { get; init; }

    /// <summary>The architectures that it exists for; never empty.</summary>
    public required IReadOnlyList<Architecture> Architectures { get; init; }

    /// <summary>The firmware that it works with, where that is less than its recipe's; null: all of the recipe's.</summary>
    public IReadOnlyList<Firmware>? Firmware { get; init; }

    /// <summary>The recipe's values, by name: templates.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The recipe's files, by role: where they are instead of where the recipe says.</summary>
    public IReadOnlyDictionary<string, EntryFile> Files { get; init; } = new Dictionary<string, EntryFile>();

    /// <summary>What is different on one architecture.</summary>
    public IReadOnlyDictionary<Architecture, EntryVariant> Variants { get; init; } = new Dictionary<Architecture, EntryVariant>();

    /// <summary>More arguments, after the recipe's.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The RAM that it needs, in MiB, instead of what the recipe says.</summary>
    public int? Ram { get; init; }

    /// <summary>The word that finds it at the menu's search prompt; its id unless it was given one.</summary>
    public required string Key { get; init; }

    /// <summary>Not shown in the menu (a site hid it); it still boots where a node names it.</summary>
    public bool Hidden { get; init; }

    /// <summary>Where it was said: <c>catalog/debian.yaml</c>, <c>menu/lab.yaml</c>; with a site's override both.</summary>
    public required string Source { get; init; }

    /// <summary>The site's image with its channel, for an entry that boots one; else null.</summary>
    public string? Image { get; init; }

    /// <summary>Why it cannot boot on such a machine, to follow its title; null when it can.</summary>
    public string? Refusal(Architecture architecture, Firmware firmware) => Recipe.Refusal(this, architecture, firmware);

    /// <summary>Whether a file is put into its initramfs by name, which not every iPXE can.</summary>
    public bool PutsFilesIntoInitramfs(Architecture architecture, Firmware firmware) => Recipe.PutsFilesIntoInitramfs(this, architecture, firmware);

    /// <summary>What a machine is to fetch and start.</summary>
    /// <exception cref="ProblemException">It does not work on that machine; the message says why.</exception>
    public BootPlan Plan(PlanContext context) => Recipe.Plan(this, context);
}

/// <summary>Where a file is, and how to know that it is the right one.</summary>
/// <param name="Url">A template. With a <c>/</c> at its end it is a directory.</param>
public sealed record EntryFile(string Url)
{
    /// <summary>Of a directory: what a boot fetches from it, relative to it; null: what the recipe says.</summary>
    public IReadOnlyList<string>? Holds { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Its digest.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>The URL of a list of SHA-256 digests (the format of sha256sum) that has it; a template.</summary>
    public string? Sums { get; init; }

    /// <summary>The URL of its detached signature; a template.</summary>
    public string? Signature { get; init; }
}

/// <summary>What is different on one architecture.</summary>
/// <param name="Values">Values that win over the entry's.</param>
/// <param name="Files">Files that win over the entry's.</param>
public sealed record EntryVariant(IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, EntryFile> Files);
