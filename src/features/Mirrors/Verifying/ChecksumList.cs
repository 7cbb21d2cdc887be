using System.Globalization;

namespace Racklight.Mirrors.Verifying;

/// <summary>A digest that upstream publishes.</summary>
/// <param name="Sha512">SHA-512 when true, else SHA-256.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
internal sealed record PublishedDigest(bool Sha512, string Hex);

/// <summary>
/// A checksum file in any of the forms that distributions use: GNU (<c>hex  name</c>), BSD (<c>SHA256 (name) = hex</c>, Fedora's CHECKSUM), <c>.treeinfo</c>
/// (<c>[checksums]</c>, <c>name = sha256:hex</c>), Debian's <c>Release</c> (<c>hex size name</c>), and a single digest. SHA-256 and SHA-512 count; MD5 and SHA-1 prove nothing.
/// </summary>
internal sealed class ChecksumList
{
    private const int MostLines = 500_000;
    private readonly Dictionary<string, PublishedDigest> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contradictory = new(StringComparer.Ordinal);
    private PublishedDigest? _bare;
    private int _bareCount;

    private ChecksumList()
    {
    }

    /// <summary>Reads a file; lines that say nothing of SHA-256 or SHA-512 are passed over.</summary>
    public static ChecksumList Parse(string text)
    {
        var list = new ChecksumList();
        var count = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++count > MostLines) break;
            if (line.Length is > 0 and < 4096) list.Line(line.ToString());
        }
        return list;
    }

    /// <summary>The number of files that it names.</summary>
    public int Count => _byName.Count;

    /// <summary>The digest of a file: by its path relative to the list, else by its bare name when only one file has that.</summary>
    /// <param name="list">The list's address.</param>
    /// <param name="file">The file's address.</param>
    /// <param name="why">Why there is none.</param>
    public PublishedDigest? Find(Uri list, Uri file, out string why)
    {
        why = "";
        var name = Uri.UnescapeDataString(file.Segments[^1]);
        var listName = Uri.UnescapeDataString(list.Segments[^1]);
        if (Relative(list, file) is { } relative)
        {
            if (_contradictory.Contains(relative))
            {
                why = $"{listName} names two digests for {relative}";
                return null;
            }
            if (_byName.TryGetValue(relative, out var exact)) return exact;
        }
        var alike = _byName.Where(pair => pair.Key == name || pair.Key.EndsWith("/" + name, StringComparison.Ordinal)).ToArray();
        if (alike.Any(pair => _contradictory.Contains(pair.Key)) || alike.Select(static pair => pair.Value).Distinct().Count() > 1)
        {
            why = $"{listName} names several files {name}, none at this path";
            return null;
        }
        if (alike.Length > 0) return alike[0].Value;
        if (_byName.Count == 0 && _bareCount == 1) return _bare;
        why = _byName.Count == 0 ? $"{listName} holds no SHA-256 or SHA-512 digest" : $"{listName} does not name {name}";
        return null;
    }

    private static string? Relative(Uri list, Uri file)
    {
        var (from, to) = (Uri.UnescapeDataString(list.AbsolutePath), Uri.UnescapeDataString(file.AbsolutePath));
        var directory = from[..(from.LastIndexOf('/') + 1)];
        return list.Authority == file.Authority && to.StartsWith(directory, StringComparison.Ordinal) ? to[directory.Length..] : null;
    }

    private void Line(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] is '#' or ';' or '[') return;
        if (Bsd(text) || TreeInfo(text)) return;
        // GNU marks a name with escapes by a backslash before the digest; such names are not those of boot files.
        if (text[0] == '\\') return;
        var end = text.IndexOfAny([' ', '\t']);
        var hex = end < 0 ? text : text[..end];
        if (DigestOf(hex) is not { } digest) return;
        if (end < 0)
        {
            _bare = digest;
            _bareCount++;
            return;
        }
        var rest = text[end..].TrimStart();
        // Release: size, then name. A GNU name that is a number alone, and another word behind it, does not occur.
        if (rest.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var size, var name] && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _)) Add(name.Trim(), digest);
        else Add(rest.TrimStart('*'), digest);
    }

    private bool Bsd(string text)
    {
        var sha512 = text.StartsWith("SHA512", StringComparison.OrdinalIgnoreCase) || text.StartsWith("SHA2-512", StringComparison.OrdinalIgnoreCase);
        var sha256 = text.StartsWith("SHA256", StringComparison.OrdinalIgnoreCase) || text.StartsWith("SHA2-256", StringComparison.OrdinalIgnoreCase);
        if (!sha256 && !sha512) return false;
        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        if (open < 0 || close < open) return false;
        var equals = text.IndexOf('=', close);
        if (equals < 0 || DigestOf(text[(equals + 1)..].Trim()) is not { } digest || digest.Sha512 != sha512) return false;
        Add(text[(open + 1)..close], digest);
        return true;
    }

    private bool TreeInfo(string text)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0) return false;
        var value = text[(equals + 1)..].Trim();
        var colon = value.IndexOf(':');
        if (colon < 0 || value[..colon] is not ("sha256" or "sha512") || DigestOf(value[(colon + 1)..].Trim()) is not { } digest) return false;
        Add(text[..equals].Trim(), digest);
        return true;
    }

    private void Add(string name, PublishedDigest digest)
    {
        if (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        if (name.Length is 0 or > 1024) return;
        // Release and CHECKSUM files list several algorithms one after the other: SHA-256 is what the mirror keeps files by.
        if (_byName.TryGetValue(name, out var before) && before != digest)
        {
            if (before.Sha512 == digest.Sha512) _contradictory.Add(name);
            else if (!digest.Sha512) _byName[name] = digest;
            return;
        }
        _byName[name] = digest;
    }

    private static PublishedDigest? DigestOf(string hex)
        => hex.Length is 64 or 128 && hex.All(char.IsAsciiHexDigit) ? new PublishedDigest(hex.Length == 128, hex.ToLowerInvariant()) : null;
}
