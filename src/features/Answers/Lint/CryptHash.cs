using Racklight.Answers.Rendering;

namespace Racklight.Answers.Lint;

/// <summary>What crypt(5) takes for a hashed password.</summary>
internal static class CryptHash
{
    /// <summary>True for a hash, a locked account (<c>!</c>, <c>*</c>), or a mask that stands for one.</summary>
    public static bool IsHash(string text)
        => text is "!" or "*" or "!!" || text.Contains(SecretLookup.Mask, StringComparison.Ordinal)
        || (text.Length >= 13 && text[0] == '$' && text.Count(static c => c == '$') >= 3 && !text.Any(char.IsWhiteSpace));

    /// <summary>True when the value is not shown here.</summary>
    public static bool IsMasked(string text) => text.Contains(SecretLookup.Mask, StringComparison.Ordinal);
}
