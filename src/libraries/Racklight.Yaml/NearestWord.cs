namespace Racklight.Yaml;

/// <summary>Finds what somebody meant who mistyped a word.</summary>
public static class NearestWord
{
    private const int LongestWord = 64;
    private const int MostSlips = 2;

    /// <summary>
    /// The choice nearest to a word, or null when none is near: the same but for case, hyphens and underscores; a few letters
    /// wrong, missing, too many or swapped (a third of the word at most); or the only one that it begins.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> choices)
    {
        if (word.Length is 0 or > LongestWord) return null;
        var wanted = Folded(word);
        string? best = null;
        var bestDistance = Math.Max(1, wanted.Length / 3) + 1;
        var begun = new List<string>();
        foreach (var choice in choices)
        {
            if (choice.Length is 0 or > LongestWord || choice == word) continue;
            var folded = Folded(choice);
            if (wanted.Length >= 2 && folded.StartsWith(wanted, StringComparison.Ordinal)) begun.Add(choice);
            var distance = Distance(wanted, folded);
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = choice;
        }
        return best ?? (begun.Count == 1 ? begun[0] : null);
    }

    /// <summary>
    /// The choice that a word is most likely a slip of: two letters wrong, missing, too many or swapped at most. For words that are many, long and
    /// alike by their nature (<c>nova_service_password</c>, <c>heat_service_password</c>), where <see cref="Of"/> would find too much.
    /// </summary>
    public static string? Typo(string word, IEnumerable<string> choices)
    {
        if (word.Length is < 5 or > LongestWord) return null;
        return choices.Where(choice => Math.Abs(choice.Length - word.Length) <= MostSlips && choice.Length <= LongestWord && choice != word)
            .Select(choice => (Choice: choice, Distance: Distance(word, choice))).Where(static near => near.Distance <= MostSlips).OrderBy(static near => near.Distance).Select(static near => near.Choice).FirstOrDefault();
    }

    private static string Folded(string text) => text.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }
}
