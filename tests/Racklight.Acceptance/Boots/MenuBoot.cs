using Racklight.Labs;

namespace Racklight.Acceptance.Boots;

/// <summary>An entry of the program's own catalog to boot from the menu, without internet.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Change">The site's change to it (<c>menu/ENTRY.yaml</c>); <c>UPSTREAM</c> stands for the server that its files are mirrored from.</param>
/// <param name="Upstream">What that server has: paths, and the files of this host that are behind them.</param>
internal sealed record MenuBoot(string Entry, string Change, IReadOnlyDictionary<string, string> Upstream)
{
    public Firmware Firmware { get; init; } = Firmware.Bios;

    public int MemoryMiB { get; init; } = 512;

    /// <summary>More arguments for QEMU.</summary>
    public IReadOnlyList<string> Qemu { get; init; } = [];

    /// <summary>More lines of the node's file.</summary>
    public string Node { get; init; } = "";

    /// <summary>More lines of site.yaml.</summary>
    public string Site { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Entry}-{Firmware.ToString().ToLowerInvariant()}";
}
