namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>A word of a script, unexpanded, and where it starts.</summary>
/// <param name="Text">What stands there.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct IpxeWord(string Text, int Line, int Column)
{
    /// <summary>True when iPXE puts something else in its place.</summary>
    public bool IsExpanded
    {
        get
        {
            var start = Text.IndexOf("${", StringComparison.Ordinal);
            return start >= 0 && Text.IndexOf('}', start) > 0;
        }
    }

    /// <summary>The variable that the whole word is (<c>${name}</c>, its type cut off), or null.</summary>
    public string? Variable => Text.StartsWith("${", StringComparison.Ordinal) && Text.IndexOf('}', StringComparison.Ordinal) == Text.Length - 1 && Text.LastIndexOf("${", StringComparison.Ordinal) == 0
        ? NameOf(Text[2..^1])
        : null;

    /// <summary>A setting's name without its type: <c>mac:hexhyp</c> is <c>mac</c>.</summary>
    public static string NameOf(string setting) => setting.Split(':', 2)[0];
}
