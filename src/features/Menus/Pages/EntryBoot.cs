using Racklight.Menus.Entries;
using Racklight.Menus.Preview;
using Racklight.Menus.Recipes;

namespace Racklight.Menus.Pages;

/// <summary>How an entry boots on one kind of machine.</summary>
/// <param name="Architecture">The machine's processor.</param>
/// <param name="Firmware">What starts it.</param>
public sealed record EntryBoot(Architecture Architecture, Firmware Firmware)
{
    /// <summary>What is started; null when it cannot be.</summary>
    public BootPlan? Plan { get; init; }

    /// <summary>Why it does not boot there, to follow its title.</summary>
    public string? Refusal { get; init; }

    /// <summary>All that is fetched, by whomever, and whether it is kept here.</summary>
    public IReadOnlyList<(NeededFile File, bool? IsMirrored)> Files { get; init; } = [];

    /// <summary>On every architecture that the entry exists for, by each firmware.</summary>
    public static IEnumerable<EntryBoot> All(CatalogEntry entry, IMirroredFiles? mirror)
        => entry.Architectures.SelectMany(architecture => new[] { Racklight.Firmware.Uefi, Racklight.Firmware.Bios }.Select(firmware => Of(entry, architecture, firmware, mirror)));

    private static EntryBoot Of(CatalogEntry entry, Architecture architecture, Firmware firmware, IMirroredFiles? mirror)
    {
        var boot = new EntryBoot(architecture, firmware);
        if (entry.Refusal(architecture, firmware) is { } why) return boot with { Refusal = why };
        try
        {
            return boot with { Plan = entry.Plan(new PlanContext(architecture, firmware)), Files = [.. entry.Recipe.FilesOf(entry, architecture).Select(file => (file, Kept(file, mirror)))] };
        }
        catch (ProblemException e)
        {
            return boot with { Refusal = "cannot boot: " + e.Problems[0].Message };
        }
    }

    private static bool? Kept(NeededFile file, IMirroredFiles? mirror)
    {
        var urls = CatalogRow.Urls(file).ToList();
        return urls.Count == 0 || mirror is null ? null : urls.TrueForAll(mirror.Has);
    }
}
