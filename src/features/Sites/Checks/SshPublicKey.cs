using System.Buffers.Binary;
using System.Text;

namespace Racklight.Sites.Checks;

/// <summary>A line of an OpenSSH <c>authorized_keys</c> file (sshd(8)).</summary>
internal static class SshPublicKey
{
    private static readonly string[] Types =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    /// <summary>Null when the line is a public key, else what is wrong with it.</summary>
    public static string? Fault(string line)
    {
        if (line.Length > 16 * 1024) return "this line is too long for a public key";
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "ssh-dss") return "DSA keys are no longer accepted by sshd";
        var place = Array.FindIndex(words, static word => Types.Contains(word));
        if (place < 0) return "this is not an OpenSSH public key";
        if (place > 0) return "options before a key are not read here";
        if (words.Length < 2) return "the key itself is missing after its type";
        var blob = new byte[words[1].Length];
        if (!Convert.TryFromBase64String(words[1], blob, out var count)) return "the key is damaged: it is not base64";
        // RFC 4253 §6.6: the blob begins with its type again, as a string.
        var type = Encoding.ASCII.GetBytes(words[0]);
        var whole = count > 4 + type.Length && BinaryPrimitives.ReadUInt32BigEndian(blob) == type.Length && blob.AsSpan(4, type.Length).SequenceEqual(type) && IsWhole(blob.AsSpan(0, count));
        return whole ? null : "the key is damaged: it is cut off or of another type than it says";
    }

    /// <summary>The line, short enough for a screen and without anything that a terminal would obey.</summary>
    public static string Shown(string line)
        => new([.. line.Take(80).Select(static c => char.IsControl(c) ? '?' : c), .. line.Length > 80 ? "..." : ""]);

    /// <summary>True when the blob is a row of length-prefixed fields that ends where the last one does.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> blob)
    {
        var fields = 0;
        while (blob.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
            if (length > blob.Length - 4) return false;
            blob = blob[(4 + (int)length)..];
            fields++;
        }
        return blob.IsEmpty && fields >= 2;
    }
}
