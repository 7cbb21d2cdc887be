using System.Buffers;

namespace Racklight.Networks.Export;

/// <summary>What may be written into other programs' configuration as it stands: no quote, no space, no comma, nothing that any of their languages reads as its own.</summary>
internal static class PlainText
{
    private const int Longest = 127;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+/:");

    /// <summary>True when it can be written anywhere.</summary>
    public static bool IsPlain(string text) => text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Refuses what is not.</summary>
    /// <exception cref="ProblemException">It is empty, longer than a DHCP header holds, or has other characters.</exception>
    public static void Require(string text, string what)
    {
        if (IsPlain(text)) return;
        throw new ProblemException($"{what} is `{Shown(text)}`, which cannot be written into another server's configuration safely",
            text.Length > Longest ? $"at most {Longest} characters fit a DHCP message" : "rename it: letters, digits and . _ - + / : only");
    }

    private static string Shown(string text) => string.Concat(text.Take(60).Select(one => one is >= ' ' and <= '~' ? one : '?')) + (text.Length > 60 ? "…" : "");
}
