namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// Makes any text fit for a machine's first console: 80 columns of ASCII on a BIOS screen or a serial line. Titles come from file
/// names, host names and error messages, so they are cleaned rather than refused.
/// </summary>
internal static class ScreenText
{
    private const int Columns = 78;
    private const int MaximumLines = 20;

    /// <summary>At most twenty lines, the longer ones wrapped at a space where there is one.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> text)
        => text.SelectMany(static part => part.ReplaceLineEndings("\n").Split('\n')).SelectMany(static line => Wrap(Clean(line))).Take(MaximumLines);

    /// <summary>One line; <paramref name="otherwise"/> when nothing is left of it.</summary>
    public static string Line(string text, string otherwise)
    {
        var clean = Clean(text).Trim();
        if (clean.Length == 0) return otherwise;
        return clean.Length <= Columns ? clean : clean[..(Columns - 3)] + "...";
    }

    private static IEnumerable<string> Wrap(string line)
    {
        while (line.Length > Columns)
        {
            var space = line.LastIndexOf(' ', Columns);
            var end = space > 0 ? space : Columns;
            yield return line[..end];
            line = line[end..].TrimStart();
        }
        yield return line;
    }

    private static string Clean(string text)
        => string.Concat(text.Select(static c => char.IsControl(c) || c == ' ' ? ' ' : c < 0x7f ? c : '?')).Replace("${", "$ {", StringComparison.Ordinal).TrimEnd();
}
