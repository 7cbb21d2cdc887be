using System.Text.Json.Serialization;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>
/// An entry of the boot menu: one that boots what the site has (<c>boots</c>), one by a recipe, or what differs from an entry of that
/// name that comes with the program. Every key may be missing: an override says only what differs.
/// </summary>
[Schema("An entry of the boot menu, or what differs from the program's own of that name")]
public record MenuFile
{
    /// <summary>What the menu shows.</summary>
    [Schema("What the menu shows", Pattern = "[ -~]+", Want = "a title in plain ASCII (firmware consoles show nothing else)", MaxLength = 60, Example = "Debian rescue system")]
    public string? Title { get; init; }

    /// <summary>What it boots: an image's channel, <c>local</c>, or the URL of an iPXE script.</summary>
    [Schema("What it boots: an image's channel, local, or the URL of an iPXE script", Example = "kvm@stable")]
    public string? Boots { get; init; }

    /// <summary>The part of the menu that it stands in.</summary>
    [Schema("The part of the menu that it stands in", Pattern = Names.Pattern, Want = Names.Want, MaxLength = 30, Example = "tools")]
    public string? Section { get; init; }

    /// <summary>The word that finds it at the menu's search prompt.</summary>
    [Schema("The word that finds it at the menu's search prompt; default: its name", Pattern = Names.EntryPattern, Want = Names.EntryWant, MaxLength = 63, Example = "deb13")]
    public string? Key { get; init; }

    /// <summary>The operating system's short name.</summary>
    [Schema("The operating system's short name", Pattern = "[A-Za-z0-9][A-Za-z0-9._+-]*", Want = "a short name such as debian", MaxLength = 63, Example = "debian")]
    public string? Os { get; init; }

    /// <summary>Its version, as text.</summary>
    [Schema("Its version", MaxLength = 63, Example = "13")]
    public string? Version { get; init; }

    /// <summary>What tells it from others of the same version.</summary>
    [Schema("What tells it from others of the same version", MaxLength = 63, Example = "xfce")]
    public string? Flavor { get; init; }

    /// <summary>How it boots: one of <c>racklight menu recipes</c>.</summary>
    [Schema("How it boots: one of those that `racklight menu recipes` lists", MaxLength = 63, Example = "debian-installer")]
    public string? Recipe { get; init; }

    /// <summary>The architectures that it exists for; default: the recipe's.</summary>
    [Schema("The architectures that it exists for; default: all that its recipe knows", Choices = ["x64", "x86", "arm64", "arm32", "riscv64", "loongarch64"])]
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>The firmware that it works with, where that is less than its recipe's.</summary>
    [Schema("The firmware that it works with; default: all that its recipe knows", Choices = ["bios", "uefi"])]
    public IReadOnlyList<string>? Firmware { get; init; }

    /// <summary>The recipe's values, by name.</summary>
    [Schema("The recipe's values, by name", Pattern = "[a-z][a-z0-9-]*", Want = "a value's name", MaxLength = 40)]
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>The recipe's files, by role.</summary>
    [Schema("The recipe's files, by role", Pattern = "[a-z][a-z0-9-]*", Want = "a file's role", MaxLength = 40)]
    public IReadOnlyDictionary<string, MenuFileSource>? Files { get; init; }

    /// <summary>What is different on one architecture.</summary>
    [Schema("What is different on one architecture", Choices = ["x64", "x86", "arm64", "arm32", "riscv64", "loongarch64"])]
    public IReadOnlyDictionary<string, MenuVariant>? ByArchitecture { get; init; }

    /// <summary>More arguments, after the recipe's.</summary>
    [Schema("More arguments, after the recipe's, one an item")]
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>The RAM that it needs, in MiB.</summary>
    [Schema("The RAM that it needs, in MiB; default: what its recipe says")]
    public int? Ram { get; init; }

    /// <summary>True: the menu does not show it.</summary>
    [Schema("true: the menu does not show it; nodes may still name it")]
    public bool? Hide { get; init; }

    /// <summary>This entry with the keys that it lacks taken from another; values, files and variants are put together by name.</summary>
    public MenuFile Over(MenuFile below) => new()
    {
        Title = Title ?? below.Title,
        Boots = Boots ?? (Recipe is null ? below.Boots : null),
        Section = Section ?? below.Section,
        Key = Key ?? below.Key,
        Os = Os ?? below.Os,
        Version = Version ?? below.Version,
        Flavor = Flavor ?? below.Flavor,
        Recipe = Recipe ?? (Boots is null ? below.Recipe : null),
        Architectures = Architectures ?? below.Architectures,
        Firmware = Firmware ?? below.Firmware,
        Values = Together(Values, below.Values),
        Files = Together(Files, below.Files),
        ByArchitecture = Together(ByArchitecture, below.ByArchitecture, static (over, under) => new MenuVariant { Values = Together(over.Values, under.Values), Files = Together(over.Files, under.Files) }),
        Arguments = Arguments ?? below.Arguments,
        Ram = Ram ?? below.Ram,
        Hide = Hide ?? below.Hide,
    };

    private static IReadOnlyDictionary<string, T>? Together<T>(IReadOnlyDictionary<string, T>? over, IReadOnlyDictionary<string, T>? below, Func<T, T, T>? both = null)
    {
        if (over is null || below is null) return over ?? below;
        var together = new Dictionary<string, T>(below, StringComparer.Ordinal);
        foreach (var (name, value) in over) together[name] = both is not null && below.TryGetValue(name, out var under) ? both(value, under) : value;
        return together;
    }
}

/// <summary><c>menu/*.yaml</c>: one entry, or several below <c>entries</c> with what they have in common in <c>defaults</c>.</summary>
[Schema("An entry of the boot menu, or several below entries")]
public sealed record MenuListFile : MenuFile
{
    /// <summary>What its entries have in common.</summary>
    [Schema("What the entries of this file have in common")]
    public MenuFile? Defaults { get; init; }

    /// <summary>Several entries, by name.</summary>
    [Schema("Several entries, by name", Pattern = Names.EntryPattern, Want = Names.EntryWant)]
    public IReadOnlyDictionary<string, MenuFile>? Entries { get; init; }
}

/// <summary>What is different on one architecture.</summary>
[Schema("What is different on one architecture")]
public sealed record MenuVariant
{
    /// <summary>Values that win over the entry's.</summary>
    [Schema("Values that win over the entry's", Pattern = "[a-z][a-z0-9-]*", Want = "a value's name", MaxLength = 40)]
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>Files that win over the entry's.</summary>
    [Schema("Files that win over the entry's", Pattern = "[a-z][a-z0-9-]*", Want = "a file's role", MaxLength = 40)]
    public IReadOnlyDictionary<string, MenuFileSource>? Files { get; init; }
}

/// <summary>Where a file is, and how to know that it is the right one.</summary>
[Schema("Where a file is, and how to know that it is the right one")]
public sealed record MenuFileSource
{
    /// <summary>Its URL; with a <c>/</c> at its end a directory's.</summary>
    [Schema("Its URL; with a / at its end a directory's", Example = "http://mirror.example.org/linux")]
    public required string Url { get; init; }

    /// <summary>Of a directory: what a boot fetches from it, relative to it.</summary>
    [Schema("Of a directory: what a boot fetches from it, relative to it")]
    public IReadOnlyList<string>? Holds { get; init; }

    /// <summary>Its size in bytes.</summary>
    [Schema("Its size in bytes")]
    public long? Size { get; init; }

    /// <summary>Its SHA-256 digest.</summary>
    [JsonPropertyName("sha256")]
    [Schema("Its SHA-256 digest", Pattern = "[0-9A-Fa-f]{64}", Want = "64 hexadecimal digits")]
    public string? Sha256 { get; init; }

    /// <summary>The URL of a list of SHA-256 digests that has it.</summary>
    [Schema("The URL of a list of SHA-256 digests, as sha256sum writes it, that has it")]
    public string? Sums { get; init; }

    /// <summary>The URL of its detached signature.</summary>
    [Schema("The URL of its detached signature")]
    public string? Signature { get; init; }
}
