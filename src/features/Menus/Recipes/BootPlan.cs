namespace Racklight.Menus.Recipes;

/// <summary>What a machine is to fetch and start for one entry: all that a script writer needs, and nothing about scripts.</summary>
public sealed record BootPlan
{
    /// <summary>How it is started.</summary>
    public required BootKind Kind { get; init; }

    /// <summary>
    /// The URL of what is started: a kernel, an EFI program, memdisk, wimboot, the disk of a sanboot, the script of a chain.
    /// Null for <see cref="BootKind.Local"/> and <see cref="BootKind.Image"/>.
    /// </summary>
    public string? Kernel { get; init; }

    /// <summary>What is loaded beside it, in this order.</summary>
    public IReadOnlyList<PlannedInitrd> Initrds { get; init; } = [];

    /// <summary>The command line, an argument each, without <c>initrd=</c>. An argument may hold spaces inside its own quotes.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The least RAM with which it works, in MiB; 0: no more than any machine has.</summary>
    public int Ram { get; init; }

    /// <summary>Why it needs that much, to follow "because": <c>the installer unpacks into RAM</c>.</summary>
    public string? RamReason { get; init; }

    /// <summary>What its user should know before: sentences without a full stop.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The site's image with its channel (<c>kvm@stable</c>) for <see cref="BootKind.Image"/>; else null.</summary>
    public string? Image { get; init; }

    /// <summary>All that the loader itself fetches, in order.</summary>
    public IEnumerable<string> Urls => (Kernel is null ? [] : Enumerable.Repeat(Kernel, 1)).Concat(Initrds.Select(static initrd => initrd.Url));

    /// <summary>True when the loader must fetch an <c>https://</c> URL, which not every iPXE can.</summary>
    public bool NeedsHttps => Urls.Any(static url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a file is put into the initramfs by name, which UEFI builds of iPXE can only since they know <c>initrd.magic</c>.</summary>
    public bool PutsFilesIntoInitramfs => Initrds.Any(static initrd => initrd.Path is not null);
}

/// <summary>Something that is loaded beside a kernel.</summary>
/// <param name="Name">What the loader calls it; distinct within a plan, one word.</param>
/// <param name="Url">Where it is fetched from.</param>
/// <param name="Path">
/// Null for an initrd as it is; else the absolute path under which the file itself appears in the initramfs (iPXE wraps it into a
/// cpio archive: <c>initrd URL PATH</c>).
/// </param>
public sealed record PlannedInitrd(string Name, string Url, string? Path = null)
{
    /// <summary>The file at <see cref="Path"/> is a program or script, not data.</summary>
    public bool IsExecutable { get; init; }
}
