using Racklight.Yaml.Schema;

namespace Racklight.Menus.Recipes;

/// <summary>The RAM that a boot needs.</summary>
[Schema("The RAM that a boot needs")]
public sealed record RecipeRam
{
    /// <summary>MiB.</summary>
    [Schema("MiB")]
    public required int Mib { get; init; }

    /// <summary>Why, to follow "because".</summary>
    [Schema("Why, to follow \"because\"")]
    public required string Why { get; init; }
}

/// <summary>How each firmware starts it.</summary>
[Schema("How each firmware starts it")]
public sealed record RecipeBoots
{
    /// <summary>By a PC BIOS.</summary>
    [Schema("By a PC BIOS")]
    public RecipeStart? Bios { get; init; }

    /// <summary>By UEFI.</summary>
    [Schema("By UEFI")]
    public RecipeStart? Uefi { get; init; }

    internal RecipeStart? On(Firmware firmware) => firmware switch
    {
        Firmware.Bios => Bios,
        Firmware.Uefi => Uefi,
        _ => null,
    };
}

/// <summary>How a firmware starts it; what is said here replaces what the recipe says for all.</summary>
[Schema("How a firmware starts it; what is said here replaces what the recipe says for all")]
public sealed record RecipeStart
{
    /// <summary>linux, efi-app, memdisk, wimboot, sanboot, chain, local or image.</summary>
    [Schema("How it is started", Choices = ["linux", "efi-app", "memdisk", "wimboot", "sanboot", "chain", "local", "image"])]
    public required string Kind { get; init; }

    /// <summary>The role of the file that is started.</summary>
    [Schema("The role of the file that is started", Default = "kernel")]
    public string File { get; init; } = "kernel";

    /// <summary>What is loaded beside it here.</summary>
    [Schema("What is loaded beside it here")]
    public IReadOnlyList<RecipeInitrd>? Initrds { get; init; }

    /// <summary>The arguments of every boot here.</summary>
    [Schema("The arguments of every boot here")]
    public IReadOnlyList<string>? Arguments { get; init; }

    internal BootKind BootKind => Kind switch
    {
        "linux" => BootKind.Linux,
        "efi-app" => BootKind.EfiApp,
        "memdisk" => BootKind.Memdisk,
        "wimboot" => BootKind.Wimboot,
        "sanboot" => BootKind.Sanboot,
        "chain" => BootKind.Chain,
        "image" => BootKind.Image,
        _ => BootKind.Local,
    };
}

/// <summary>Something that differs between the entries of a recipe.</summary>
[Schema("Something that differs between the entries of a recipe")]
public sealed record RecipeValue
{
    /// <summary>What it is.</summary>
    [Schema("What it is")]
    public required string About { get; init; }

    /// <summary>What it is when an entry does not say; a template.</summary>
    [Schema("What it is when an entry does not say; a template")]
    public string? Default { get; init; }

    /// <summary>May be missing: arguments with it are then left out.</summary>
    [Schema("May be missing: arguments with it are then left out")]
    public bool Optional { get; init; }
}

/// <summary>A file, or a directory, that a boot fetches.</summary>
[Schema("A file, or a directory, that a boot fetches")]
public sealed record RecipeFile
{
    /// <summary>What it is.</summary>
    [Schema("What it is")]
    public required string About { get; init; }

    /// <summary>Where it is, unless the entry says: a template. With a <c>/</c> at its end it is a directory.</summary>
    [Schema("Where it is, unless the entry says: a template; with a / at its end it is a directory")]
    public string? Url { get; init; }

    /// <summary>May be missing: initrds and arguments with it are then left out.</summary>
    [Schema("May be missing: initrds and arguments with it are then left out")]
    public bool Optional { get; init; }

    /// <summary>Of a directory: what a boot fetches from it, relative to it: templates. Empty: whatever an installer asks of a package mirror.</summary>
    [Schema("Of a directory: what a boot fetches from it, relative to it")]
    public IReadOnlyList<string> Holds { get; init; } = [];

    /// <summary>Where its SHA-256 digest stands in a list: a template.</summary>
    [Schema("Where its SHA-256 digest stands in a list: a template")]
    public string? Sums { get; init; }

    /// <summary>Where its detached signature is: a template.</summary>
    [Schema("Where its detached signature is: a template")]
    public string? Signature { get; init; }
}

/// <summary>What is loaded beside a kernel.</summary>
[Schema("What is loaded beside a kernel")]
public sealed record RecipeInitrd
{
    /// <summary>The role of the file.</summary>
    [Schema("The role of the file")]
    public required string File { get; init; }

    /// <summary>What the loader calls it; the last part of its URL when that does.</summary>
    [Schema("What the loader calls it")]
    public string? Name { get; init; }

    /// <summary>The path under which the file itself appears in the initramfs.</summary>
    [Schema("The path under which the file itself appears in the initramfs")]
    public string? Path { get; init; }

    /// <summary>The file at <see cref="Path"/> is a program or script.</summary>
    [Schema("The file at that path is a program or script")]
    public bool Executable { get; init; }
}

/// <summary>How it takes an answer file.</summary>
[Schema("How it takes an answer file")]
public sealed record RecipeAnswers
{
    /// <summary>The format's name: preseed, kickstart, autoinstall, autoyast, agama, ignition …</summary>
    [Schema("The format's name")]
    public required string Format { get; init; }

    /// <summary>More arguments, with <c>{answers}</c> for the file's URL.</summary>
    [Schema("More arguments, with {answers} for the file's URL")]
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>And those when DHCP gives the address: answers to what the installer would ask before it can fetch the file.</summary>
    [Schema("And those when DHCP gives the address: answers to what the installer would ask before it can fetch the file")]
    public IReadOnlyList<string> Dhcp { get; init; } = [];
}

/// <summary>A file, or a directory, that a boot of an entry fetches.</summary>
/// <param name="Role">Its role in the recipe.</param>
/// <param name="Url">Where upstream has it. A directory's ends in <c>/</c>.</param>
/// <param name="ByLoader">Fetched by iPXE; else by what iPXE started.</param>
public sealed record NeededFile(string Role, string Url, bool ByLoader)
{
    /// <summary>Of a directory: what is fetched from it, relative to it; empty for a package mirror.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];

    /// <summary>Bytes, where known.</summary>
    public long? Size { get; init; }

    /// <summary>Its digest, where known.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>A list of SHA-256 digests (the format of sha256sum) that has it.</summary>
    public string? Sums { get; init; }

    /// <summary>Its detached signature.</summary>
    public string? Signature { get; init; }

    /// <summary>True for a directory.</summary>
    public bool IsDirectory => Url.EndsWith('/');
}
