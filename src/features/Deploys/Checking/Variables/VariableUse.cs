namespace Racklight.Deploys.Checking.Variables;

/// <summary>The variables that texts are made of: a variable that is used is its user's own affair.</summary>
internal static class VariableUse
{
    /// <summary>Every name within <c>{{ … }}</c> and <c>{% … %}</c> of one line, attributes and filters too.</summary>
    public static IReadOnlySet<string> In(IEnumerable<string> texts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            for (var at = 0; (at = text.IndexOf('{', at)) >= 0;)
            {
                var close = at + 1 < text.Length ? text[at + 1] switch { '{' => "}}", '%' => "%}", _ => null } : null;
                if (close is null)
                {
                    at++;
                    continue;
                }
                var line = text.IndexOf('\n', at) is var newline and >= 0 ? newline : text.Length;
                var end = text.IndexOf(close, at, line - at, StringComparison.Ordinal) is var found and >= 0 ? found : line;
                Add(text.AsSpan(at, end - at), names);
                at = Math.Max(end, at + 2);
            }
        }
        return names;
    }

    private static void Add(ReadOnlySpan<char> expression, HashSet<string> names)
    {
        var known = names.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < expression.Length;)
        {
            var length = 0;
            while (i + length < expression.Length && (char.IsAsciiLetterOrDigit(expression[i + length]) || expression[i + length] == '_')) length++;
            if (length > 0) known.Add(expression.Slice(i, length));
            i += Math.Max(length, 1);
        }
    }
}
