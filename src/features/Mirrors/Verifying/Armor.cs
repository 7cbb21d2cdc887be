namespace Racklight.Mirrors.Verifying;

/// <summary>ASCII armour of OpenPGP keys (RFC 9580 §6.2): gpgv takes binary keyrings only.</summary>
internal static class Armor
{
    /// <summary>The binary form of a keyring: as it is, or what its armoured blocks hold.</summary>
    /// <exception cref="FormatException">It is armoured, and damaged.</exception>
    public static byte[] Remove(byte[] keyring)
    {
        const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----", End = "-----END PGP PUBLIC KEY BLOCK-----";
        // The first octet of a binary packet has its highest bit set; a keybox has "KBXf" at its ninth.
        if (keyring.AsSpan().IndexOf("-----BEGIN"u8) < 0) return keyring;
        using var binary = new MemoryStream();
        var body = new System.Text.StringBuilder();
        var (inside, headers) = (false, false);
        foreach (var line in System.Text.Encoding.Latin1.GetString(keyring).AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (text.SequenceEqual(Begin)) (inside, headers) = (true, true);
            else if (text.SequenceEqual(End))
            {
                binary.Write(Convert.FromBase64String(body.ToString()));
                body.Clear();
                inside = false;
            }
            else if (!inside) continue;
            else if (text.IsEmpty) headers = false;
            else if (text[0] == '=' || headers && text.Contains(':')) continue;
            else body.Append(text);
        }
        if (inside || binary.Length == 0) throw new FormatException("it holds no whole public key");
        return binary.ToArray();
    }
}
