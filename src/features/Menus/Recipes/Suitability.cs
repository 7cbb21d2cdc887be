using Racklight.Menus.Entries;

namespace Racklight.Menus.Recipes;

/// <summary>Whether an entry can boot on a machine, and as what.</summary>
internal static class Suitability
{
    /// <summary>Why not, to follow the entry's title; null when it can.</summary>
    public static string? Refusal(Recipe recipe, CatalogEntry entry, Architecture architecture, Firmware firmware)
    {
        if (architecture == Architecture.Unknown) return "needs to know the machine's architecture";
        if (firmware == Firmware.Unknown) return "needs to know the machine's firmware";
        if (firmware == Firmware.Bios && architecture is not (Architecture.X64 or Architecture.X86)) return $"cannot boot by BIOS on {ArchitectureWords.Of(architecture)}: only PCs have one";
        if (recipe.Boots.On(firmware) is null) return $"does not boot by {Word(firmware)}: {recipe.Title} needs {Word(firmware == Firmware.Bios ? Firmware.Uefi : Firmware.Bios)}";
        if (entry.Firmware is { } works && !works.Contains(firmware)) return $"does not boot by {Word(firmware)}: it is for {string.Join(", ", works.Select(Word))}";
        if (BootedAs(entry, architecture, firmware) is not null) return null;
        var exists = string.Join(", ", entry.Architectures.Select(ArchitectureWords.Of));
        return architecture == Architecture.X64 && entry.Architectures.Contains(Architecture.X86)
            ? "exists for x86 only, which 64-bit UEFI cannot start; a 64-bit PC with a BIOS can"
            : $"does not exist for {ArchitectureWords.Of(architecture)}; it exists for {exists}";
    }

    /// <summary>The architecture whose files a machine is given: its own, or 32-bit ones on a 64-bit PC with a BIOS; null when there are none.</summary>
    public static Architecture? BootedAs(CatalogEntry entry, Architecture architecture, Firmware firmware)
    {
        if (entry.Architectures.Contains(architecture)) return architecture;
        return architecture == Architecture.X64 && firmware == Firmware.Bios && entry.Architectures.Contains(Architecture.X86) ? Architecture.X86 : null;
    }

    /// <summary>The firmware's name for people.</summary>
    public static string Word(Firmware firmware) => firmware == Firmware.Bios ? "BIOS" : "UEFI";
}
