using System.Buffers;
using System.Text;

namespace Racklight.Vault;

/// <summary>Reads the envelope, and says of a damaged one what is wrong and in which line.</summary>
internal static class VaultParser
{
    private const int LongestHeader = 1024;
    private const int LongestSalt = 1024;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly string[] ConflictMarkers = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

    public static VaultEnvelope Parse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) throw new VaultFormatException("the file is empty: it is no vault");
        if (text.Length > VaultEnvelope.LargestText) throw new VaultFormatException($"it is larger than {VaultEnvelope.LargestText:N0} bytes");
        if (!VaultEnvelope.IsVault(text)) throw NoVault(text);
        var lines = new VaultLines(text);
        lines.TryNext(out var header);
        var (version, label) = Header(header);

        var body = new byte[text.Length - header.Length];
        var (length, starts, oddity) = Join(ref lines, body);
        if (length == 0) throw new VaultFormatException("nothing follows the header: the vault was cut off", 1);
        if (length % 2 != 0) throw Cut(starts, "it ends in the middle of a byte");
        var inner = new byte[length / 2];
        Convert.FromHexString(body.AsSpan(0, length), inner, out _, out _);

        var first = inner.AsSpan().IndexOf((byte)'\n');
        if (first < 0) throw Inner(inner, starts, 0) ?? Cut(starts, "it ends before the check value");
        var second = inner.AsSpan(first + 1).IndexOf((byte)'\n');
        if (second < 0) throw Inner(inner.AsSpan(first + 1), starts, first + 1) ?? Cut(starts, "it ends before the ciphertext");
        second += first + 1;
        var salt = Unhex(inner, 0, first, starts, "the salt");
        var check = Unhex(inner, first + 1, second, starts, "the check value");
        var ciphertext = Unhex(inner, second + 1, inner.Length, starts, "the ciphertext");
        if (salt.Length is 0 or > LongestSalt) throw new VaultFormatException($"its salt has {salt.Length} bytes; want 1 to {LongestSalt}", 2);
        if (check.Length != VaultEnvelope.CheckLength) throw new VaultFormatException($"its check value has {check.Length} bytes; want {VaultEnvelope.CheckLength}: part of it is missing or was added", LineOf(starts, 2 * (first + 1)));
        if (ciphertext.Length == 0 || ciphertext.Length % VaultEnvelope.BlockLength != 0) throw Cut(starts, $"its ciphertext has {ciphertext.Length:N0} bytes, which are no whole blocks of {VaultEnvelope.BlockLength}");
        return new VaultEnvelope(label, salt, check, ciphertext, version, oddity);
    }

    private static (string Version, string? Label) Header(ReadOnlySpan<byte> line)
    {
        if (line.Length > LongestHeader) throw new VaultFormatException($"its header is longer than {LongestHeader:N0} bytes", 1);
        var header = Encoding.ASCII.GetString(line);
        if (line.ContainsAnyExceptInRange((byte)' ', (byte)'~')) throw new VaultFormatException("its header holds what is no printable ASCII; Ansible takes such a file for plain text", 1);
        var fields = header.Split(';', StringSplitOptions.TrimEntries);
        if (fields[0].Length != VaultEnvelope.Magic.Length) throw new VaultFormatException($"its header begins with `{fields[0]}`, not with `$ANSIBLE_VAULT`", 1);
        if (fields.Length < 3) throw new VaultFormatException($"its header has {fields.Length} of at least 3 fields", 1, hint: "$ANSIBLE_VAULT;1.1;AES256");
        if (fields[2] != "AES256")
        {
            var old = fields[2] == "AES" ? "rekey it with Ansible 2.3 or older, the last that reads it" : "$ANSIBLE_VAULT;1.1;AES256";
            throw new VaultFormatException($"its cipher is `{fields[2]}`; only AES256 is known", 1, line.LastIndexOf(Encoding.ASCII.GetBytes(fields[2])) + 1, old);
        }
        return (fields[1], fields.Length > 3 && fields[3].Length > 0 ? fields[3] : null);
    }

    /// <summary>Joins the lines; the starts tell where in the joined text each line begins, so that a fault finds back to it.</summary>
    private static (int Length, List<int> Starts, VaultOddity? Oddity) Join(ref VaultLines lines, Span<byte> body)
    {
        var length = 0;
        var starts = new List<int>();
        VaultOddity? oddity = null;
        var odd = (Line: 0, Length: 0);
        while (lines.TryNext(out var line))
        {
            starts.Add(length);
            var number = starts.Count + 1;
            var bad = line.IndexOfAnyExcept(HexDigits);
            if (bad >= 0) throw NotHex(line, number, bad);
            // Only the last line may be short.
            if (odd.Line > 0 && line.Length > 0) oddity ??= new VaultOddity($"line {odd.Line} has {odd.Length} characters where a vault's have {VaultEnvelope.Columns}", odd.Line);
            if (line.Length != VaultEnvelope.Columns && odd.Line == 0) odd = (number, line.Length);
            if (line.Length > VaultEnvelope.Columns) oddity ??= new VaultOddity($"line {number} has {line.Length} characters where a vault's have {VaultEnvelope.Columns}", number);
            line.CopyTo(body[length..]);
            length += line.Length;
        }
        return (length, starts, oddity);
    }

    private static VaultFormatException NotHex(ReadOnlySpan<byte> line, int number, int bad)
    {
        foreach (var marker in ConflictMarkers)
        {
            if (!line.StartsWith(Encoding.ASCII.GetBytes(marker))) continue;
            return new VaultFormatException($"a git conflict marker (`{marker}`): two versions were merged as text, and a vault cannot be read in parts", number, 1,
                "take both versions from git (git show :2:FILE, :3:FILE) and merge them with `racklight secret merge-driver`; install it, and git does so by itself");
        }
        if (line.StartsWith(VaultEnvelope.Magic)) return new VaultFormatException("a second vault begins here; a file holds one", number, 1);
        var shown = line[bad] is >= (byte)' ' and <= (byte)'~' ? $"`{(char)line[bad]}`" : line[bad] == '\t' ? "a tab" : $"the byte 0x{line[bad]:x2}";
        if (line[bad] == ' ' && line[bad..].IndexOfAnyExcept((byte)' ') < 0) shown = "a blank at the line's end";
        else if (line[bad] == ' ' && bad == 0) shown = "a blank at the line's beginning";
        return new VaultFormatException($"{shown} is no hexadecimal digit", number, bad + 1, "the vault was damaged here; take it from an earlier commit");
    }

    private static byte[] Unhex(byte[] inner, int from, int to, List<int> starts, string what)
    {
        if (Inner(inner.AsSpan(from, to - from), starts, from) is { } fault) throw fault;
        if ((to - from) % 2 == 0) return Convert.FromHexString(inner.AsSpan(from, to - from));
        throw to == inner.Length ? Cut(starts, "it ends in the middle of a byte") : new VaultFormatException($"{what} has half a byte too many: something is missing or was added", LineOf(starts, 2 * to));
    }

    /// <summary>The inner text is hexadecimal too; what is not was damaged.</summary>
    private static VaultFormatException? Inner(ReadOnlySpan<byte> part, List<int> starts, int from)
    {
        var bad = part.IndexOfAnyExcept(HexDigits);
        if (bad < 0) return null;
        var at = 2 * (from + bad);
        var line = LineOf(starts, at);
        return new VaultFormatException("this is not what a vault holds here: its digits come in pairs that begin with 3 or 6, so something is missing, was added or was changed", line, at - starts[line - 2] + 1,
            "the vault was damaged here, or before; take it from an earlier commit");
    }

    private static VaultFormatException Cut(List<int> starts, string how)
        => new($"the vault was cut off: {how}", starts.Count + 1, hint: "take it from an earlier commit, or copy it again");

    private static int LineOf(List<int> starts, int at)
    {
        var index = starts.BinarySearch(at);
        return (index >= 0 ? index : ~index - 1) + 2;
    }

    private static VaultFormatException NoVault(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8) && VaultEnvelope.IsVault(text[3..])) return new VaultFormatException("a byte order mark stands before the header; Ansible takes such a file for plain text", 1, 1, "save it without");
        var trimmed = text.TrimStart(" \t\r\n"u8);
        if (trimmed.Length < text.Length && VaultEnvelope.IsVault(trimmed)) return new VaultFormatException("a blank or an empty line stands before the header; Ansible takes such a file for plain text", 1, 1, "delete it: $ANSIBLE_VAULT must come first");
        if (text.StartsWith("<<<<<<<"u8)) return new VaultFormatException("a git conflict marker (`<<<<<<<`) stands before the header", 1, 1, "take one version: git checkout --ours FILE, or --theirs");
        return new VaultFormatException("it is not encrypted: a vault begins with $ANSIBLE_VAULT");
    }
}
