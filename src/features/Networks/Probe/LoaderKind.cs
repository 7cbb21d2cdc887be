namespace Racklight.Networks.Probe;

/// <summary>What a boot file is by its name: all that an offer tells of it.</summary>
internal static class LoaderKind
{
    private static readonly string[] BiosEndings = [".kpxe", ".kkpxe", ".kkkpxe", ".pxe", ".0", ".lkrn", ".com"];

    /// <summary>True for names that only BIOS firmware starts.</summary>
    public static bool IsBios(string file) => BiosEndings.Any(ending => Bare(file).EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || Bare(file).Contains("undionly", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for names that only UEFI firmware starts.</summary>
    public static bool IsUefi(string file) => Bare(file).EndsWith(".efi", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for what firmware starts, false for a script.</summary>
    public static bool IsLoader(string file) => IsBios(file) || IsUefi(file);

    private static string Bare(string file)
    {
        var end = file.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? file : file[..end];
    }
}
