using System.Text.Json.Serialization;
using Racklight.Menus.Entries;
using Racklight.Yaml.Schema;

namespace Racklight.Menus.Recipes;

/// <summary>
/// How one family of operating systems boots over HTTP. All recipes are data (<c>Recipes/*.yaml</c>); an entry of the catalog fills in
/// the values and files that differ between versions.
/// </summary>
/// <remarks>
/// URLs and arguments are templates: <c>{name}</c> stands for a value, or for the URL of a file. An argument with a name that has no
/// value is left out whole; <c>{name?}</c> stands for nothing instead. <c>{{</c> and <c>}}</c> are braces.
/// </remarks>
[Schema("How one family of operating systems boots over HTTP")]
public sealed record Recipe
{
    /// <summary>Its name: <c>debian-installer</c>.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>What it boots, for people.</summary>
    [Schema("What it boots, for people")]
    public required string Title { get; init; }

    /// <summary>The page of the distribution's own documentation (or its boot menu) that says so.</summary>
    [Schema("The page of the distribution's own documentation, or its boot menu, that says so")]
    public required string Source { get; init; }

    /// <summary>What it needs to run.</summary>
    [Schema("What it needs to run")]
    public required RecipeRam Ram { get; init; }

    /// <summary>What becomes of a boot when the machine has no way to the internet.</summary>
    [Schema("What becomes of a boot when the machine has no way to the internet")]
    public required string Offline { get; init; }

    /// <summary>How each firmware starts it; one that is missing cannot.</summary>
    [Schema("How each firmware starts it; one that is missing cannot")]
    public required RecipeBoots Boots { get; init; }

    /// <summary>The architectures that it exists for, each with the family's own spelling: <c>{arch}</c> in templates.</summary>
    [Schema("The architectures that it exists for, each with the family's own spelling")]
    public required IReadOnlyDictionary<string, string> Architectures { get; init; }

    /// <summary>What differs between its entries, by name.</summary>
    [Schema("What differs between its entries, by name")]
    public IReadOnlyDictionary<string, RecipeValue> Values { get; init; } = new Dictionary<string, RecipeValue>();

    /// <summary>The files that it consists of, by role.</summary>
    [Schema("The files that it consists of, by role")]
    public IReadOnlyDictionary<string, RecipeFile> Files { get; init; } = new Dictionary<string, RecipeFile>();

    /// <summary>What is loaded beside the kernel, in this order.</summary>
    [Schema("What is loaded beside the kernel, in this order")]
    public IReadOnlyList<RecipeInitrd> Initrds { get; init; } = [];

    /// <summary>The arguments of every boot.</summary>
    [Schema("The arguments of every boot")]
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>More arguments when DHCP gives the address.</summary>
    [Schema("More arguments when DHCP gives the address")]
    public IReadOnlyList<string> Dhcp { get; init; } = [];

    /// <summary>More arguments when the address is given: <c>{address}</c>, <c>{prefix}</c>, <c>{netmask}</c>, <c>{gateway}</c>, <c>{dns}</c> … Null: it cannot be.</summary>
    [Schema("More arguments when the address is given; missing: it cannot be")]
    public IReadOnlyList<string>? Address { get; init; }

    /// <summary>How it takes an answer file; null: it takes none.</summary>
    [Schema("How it takes an answer file; missing: it takes none")]
    public RecipeAnswers? Answers { get; init; }

    /// <summary>More arguments for a serial console: <c>{console}</c> is <c>ttyS0,115200</c>; empty: it cannot use one.</summary>
    [Schema("More arguments for a serial console; empty: it cannot use one")]
    public IReadOnlyList<string> Console { get; init; } = [];

    /// <summary>What its user should know before: sentences without a full stop.</summary>
    [Schema("What its user should know before")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it cannot boot that entry on such a machine, to follow the entry's title; null when it can.</summary>
    public string? Refusal(CatalogEntry entry, Architecture architecture, Firmware firmware) => Suitability.Refusal(this, entry, architecture, firmware);

    /// <summary>Whether a file is put into its initramfs by name, which not every iPXE can.</summary>
    public bool PutsFilesIntoInitramfs(CatalogEntry entry, Architecture architecture, Firmware firmware) => Planner.PutsFilesIntoInitramfs(this, entry, architecture, firmware);

    /// <summary>What a machine is to fetch and start.</summary>
    /// <exception cref="ProblemException">The entry does not work on that machine, or lacks something that the recipe needs; the message says why.</exception>
    public BootPlan Plan(CatalogEntry entry, PlanContext context) => Planner.Plan(this, entry, context);

    /// <summary>
    /// Every file that a boot of the entry fetches on that architecture, by whomever: what a mirror has to hold. Directories without
    /// <see cref="NeededFile.Holds"/> are package mirrors.
    /// </summary>
    /// <exception cref="ProblemException">The entry lacks something that the recipe needs, or does not exist for the architecture.</exception>
    public IReadOnlyList<NeededFile> FilesOf(CatalogEntry entry, Architecture architecture) => Planner.Files(this, entry, architecture);
}
