using System.Globalization;
using Racklight.Menus.Entries;
using Racklight.Menus.Recipes;

namespace Racklight.Menus.Commands;

/// <summary>An entry as commands print it.</summary>
internal sealed record EntryView(string Id, string Title, string Section, string Recipe, IReadOnlyList<string> Architectures, IReadOnlyList<string> Firmware)
{
    public string? Os { get; init; }

    public string? Version { get; init; }

    public string? Flavor { get; init; }

    public required string Key { get; init; }

    /// <summary>MiB.</summary>
    public required int Ram { get; init; }

    public required bool Hidden { get; init; }

    public required string Source { get; init; }

    public static EntryView Of(CatalogEntry entry) => new(entry.Id, entry.Title, entry.Section, entry.Recipe.Id, [.. entry.Architectures.Select(ArchitectureWords.Of)], [.. Firmwares(entry.Recipe).Where(word => entry.Firmware?.Contains(word == "bios" ? Racklight.Firmware.Bios : Racklight.Firmware.Uefi) ?? true)])
    {
        Os = entry.Os,
        Version = entry.Version,
        Flavor = entry.Flavor,
        Key = entry.Key,
        Ram = entry.Ram ?? entry.Recipe.Ram.Mib,
        Hidden = entry.Hidden,
        Source = entry.Source,
    };

    /// <summary>The firmwares that a recipe works on.</summary>
    public static IReadOnlyList<string> Firmwares(Recipe recipe) => [.. new[] { ("bios", recipe.Boots.Bios), ("uefi", recipe.Boots.Uefi) }.Where(static pair => pair.Item2 is not null).Select(static pair => pair.Item1)];

    /// <summary>RAM for people.</summary>
    public static string Memory(int mib) => mib == 0 ? "" : mib < 1024 ? string.Create(CultureInfo.InvariantCulture, $"{mib} MiB") : string.Create(CultureInfo.InvariantCulture, $"{mib / 1024.0:0.#} GiB");
}
