namespace Racklight.Menus.Import;

/// <summary>What became of a record of netboot.xyz's.</summary>
/// <param name="Kind"><c>endpoint</c>, <c>release</c>, <c>version</c> or <c>utility</c>.</param>
/// <param name="Id">Its key: <c>kali-xfce-squash</c>, <c>debian</c>, <c>debian/trixie</c>, <c>utilitiesefi/gparted</c>.</param>
/// <param name="Reason">Why it became that, or how; a sentence without a full stop.</param>
internal sealed record ImportedRecord(string Kind, string Id, string Reason)
{
    /// <summary>The entry that boots it; null for what is no entry.</summary>
    public string? Entry { get; init; }

    /// <summary>Where it stands: <c>endpoints.yml:12:3</c>.</summary>
    public string? Place { get; init; }
}

/// <summary>What <c>menu import netboot.xyz -o json</c> prints: how many records there are, and each of them in one of three lists.</summary>
internal sealed record ImportReport
{
    public required int Endpoints { get; init; }

    public required int Files { get; init; }

    public required int Releases { get; init; }

    public required int Versions { get; init; }

    public required int Utilities { get; init; }

    /// <summary>What is wrong with the files as YAML, and so was not read, with its place.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The file that the entries were written to, if any.</summary>
    public string? Into { get; init; }

    /// <summary>How many entries they became.</summary>
    public required int Entries { get; init; }

    /// <summary>Bootable from our menu.</summary>
    public required IReadOnlyList<ImportedRecord> Imported { get; init; }

    /// <summary>Understood, but no recipe boots it.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("needsRecipe")]
    public required IReadOnlyList<ImportedRecord> NeedsRecipe { get; init; }

    /// <summary>Left out, because something is wrong with the record itself.</summary>
    public required IReadOnlyList<ImportedRecord> Warnings { get; init; }
}
