namespace Racklight.Menus.Recipes;

/// <summary>Kernel command lines as kernels read them: split at spaces, but not inside double quotes.</summary>
internal static class CommandLine
{
    /// <summary>The arguments in a text.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') quoted = !quoted;
            if (i < text.Length && (text[i] != ' ' || quoted)) continue;
            if (i > start) yield return text[start..i];
            start = i + 1;
        }
    }
}
