namespace Racklight.Deploys.Checking.Secrets;

/// <summary>Whether a text looks as if nobody had thought of it: long, of mixed characters, and with little repetition.</summary>
internal static class Randomness
{
    /// <summary>Bits a character by the text's own frequencies (Shannon).</summary>
    public static double Entropy(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var c in text) counts[c & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count == 0) continue;
            var share = (double)count / text.Length;
            bits -= share * Math.Log2(share);
        }
        return bits;
    }

    /// <summary>True for 16 characters and more of base64, hexadecimal or letters and digits that are no words.</summary>
    public static bool IsRandom(ReadOnlySpan<char> text)
    {
        if (text.Length is < 16 or > 4096) return false;
        int digits = 0, upper = 0, lower = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (char.IsAsciiLetterUpper(c)) upper++;
            else if (char.IsAsciiLetterLower(c)) lower++;
            else if (c is not ('+' or '/' or '=' or '-' or '_' or '.')) return false;
        }
        if (digits == 0 || digits == text.Length || upper + lower == 0) return false;
        var hexadecimal = true;
        foreach (var c in text) hexadecimal &= char.IsAsciiHexDigit(c) || c == '-';
        // 16 random hexadecimal digits have about 3.3 bits by their own frequencies, 20 of 62 letters and digits about 3.9; words with a number less.
        return hexadecimal ? text.Length >= 20 && Entropy(text) > 3.0 : Entropy(text) > 3.6;
    }
}
