namespace Racklight.Deploys.Checking.Variables;

/// <summary>Whether values of a file are made of a variable: it is then its user's own affair.</summary>
internal static class VariableUse
{
    /// <summary>True when a text names a variable within <c>{{ … }}</c>.</summary>
    public static bool In(string text, string key)
    {
        var at = -1;
        while ((at = text.IndexOf(key, at + 1, StringComparison.Ordinal)) >= 0)
        {
            var open = text.LastIndexOf("{{", at, StringComparison.Ordinal);
            if (open > text.LastIndexOf("}}", at, StringComparison.Ordinal) && open > text.LastIndexOf('\n', at)) return true;
        }
        return false;
    }
}
