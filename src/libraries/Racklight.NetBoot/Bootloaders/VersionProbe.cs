using System.Text;
using System.Text.RegularExpressions;
using Racklight.NetBoot.Ipxe;

namespace Racklight.NetBoot.Bootloaders;

/// <summary>
/// Looks into an iPXE binary. EFI builds hold their version and the names of their commands as plain C strings; BIOS builds are
/// packed and tell nothing.
/// </summary>
internal static partial class VersionProbe
{
    private const int MaximumLength = 16 * 1024 * 1024;

    /// <summary>The version; null when it is not iPXE, is packed, or is larger than any iPXE.</summary>
    public static IpxeVersion? Version(string path)
    {
        if (Read(path) is not { } text || !text.Contains("iPXE/%s", StringComparison.Ordinal)) return null;
        return Best(text, Candidates().EnumerateMatches(text));
    }

    /// <summary>The features that commands in the binary prove.</summary>
    public static IReadOnlyList<IpxeFeature> Features(string path)
    {
        if (Read(path) is not { } text) return [];
        return [.. IpxeCommands.Newer
            .Where(pair => text.Contains($"\0{pair.Key}\0", StringComparison.Ordinal))
            .GroupBy(static pair => pair.Value)
            // One word of a pair may stand there for another reason ("param" is part of other texts); all of them do not.
            .Where(group => group.Count() == IpxeCommands.Newer.Count(pair => pair.Value == group.Key))
            .Select(static group => group.Key)
            .Order()];
    }

    private static IpxeVersion? Best(string text, Regex.ValueMatchEnumerator matches)
    {
        IpxeVersion? best = null;
        foreach (var match in matches)
        {
            var candidate = IpxeVersion.TryParse(text.Substring(match.Index, match.Length));
            // A bare "1.2.3" may be anything; a snapshot's or package's mark is iPXE's own.
            if (candidate is not null && (best is null || candidate.Text.Length > best.Text.Length)) best = candidate;
        }
        return best;
    }

    private static string? Read(string path)
    {
        var file = new FileInfo(path);
        return file.Length is > 0 and <= MaximumLength ? Encoding.Latin1.GetString(File.ReadAllBytes(path)) : null;
    }

    [GeneratedRegex(@"(?<=\0)\d{1,3}\.\d{1,3}\.\d{1,3}(?:\+[\x21-\x7e]{0,60})?(?: \([\x21-\x7e]{1,40}\))?(?=\0)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Candidates();
}
