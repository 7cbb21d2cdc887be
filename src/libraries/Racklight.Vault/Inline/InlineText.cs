using System.Text;
using Racklight.Yaml.Lossless;

namespace Racklight.Vault.Inline;

/// <summary>Writes a vault as a value within YAML.</summary>
public static class InlineText
{
    /// <summary>The blanks that <c>ansible-vault encrypt_string</c> puts before each line.</summary>
    public const int Indent = 10;

    /// <summary><c>!vault |</c> and the vault's lines, as <c>ansible-vault encrypt_string</c> prints them, without a line end behind the last.</summary>
    /// <param name="vault">The vault's text.</param>
    /// <param name="indent">Blanks before each line: more than the key has.</param>
    /// <param name="head">What stands before the first line end.</param>
    public static string Block(ReadOnlySpan<byte> vault, int indent = Indent, string head = "!vault |")
    {
        var text = new StringBuilder(head);
        var lines = new VaultLines(vault);
        while (lines.TryNext(out var line)) text.Append('\n').Append(' ', indent).Append(Encoding.ASCII.GetString(line));
        return text.ToString();
    }

    /// <summary>The same on one line, for within braces and brackets.</summary>
    internal static string OneLine(ReadOnlySpan<byte> vault) => "!vault " + YamlValueText.Quoted(Encoding.ASCII.GetString(vault));

    /// <summary>The blanks before the lines of a block in a text; for what is no block, ten more than before its own line.</summary>
    internal static int IndentOf(string text, YamlPart part)
    {
        if (part.Form is YamlScalarForm.Literal or YamlScalarForm.Folded && text.IndexOf('\n', part.Start, part.End - part.Start) is >= 0 and var line) return Blanks(text, line + 1);
        return Blanks(text, part.Start == 0 ? 0 : text.LastIndexOf('\n', part.Start - 1) + 1) + Indent;
    }

    private static int Blanks(string text, int from)
    {
        var at = from;
        while (at < text.Length && text[at] == ' ') at++;
        return at - from;
    }
}
