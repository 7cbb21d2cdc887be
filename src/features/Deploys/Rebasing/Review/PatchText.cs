using System.Globalization;
using System.Text;

namespace Racklight.Deploys.Rebasing.Review;

/// <summary>
/// A change of one file as a patch. Its names are relative to the site, and it has no line <c>diff --git</c>: so <c>git apply</c> and
/// <c>patch -p1</c> take it in the site's directory, also when that is not the repository's own.
/// </summary>
internal static class PatchText
{
    /// <summary>The patch; empty when nothing changes.</summary>
    public static string Of(string path, string before, string after)
    {
        var (old, fresh) = (LineDiff.Lines(before), LineDiff.Lines(after));
        // A name with a blank ends at a tab.
        var name = path.Contains(' ', StringComparison.Ordinal) ? path + "\t" : path;
        var text = new StringBuilder();
        foreach (var hunk in LineDiff.Hunks(LineDiff.Of(old, fresh)))
        {
            if (text.Length == 0) text.Append($"--- a/{name}\n+++ b/{name}\n");
            text.Append("@@ -").Append(Span(hunk[0].Before, hunk.Count(static line => line.Sign != '+'))).Append(" +").Append(Span(hunk[0].After, hunk.Count(static line => line.Sign != '-'))).Append(" @@\n");
            foreach (var line in hunk)
            {
                var content = line.Sign == '+' ? fresh[line.After] : old[line.Before];
                text.Append(line.Sign).Append(content);
                if (!content.EndsWith('\n')) text.Append("\n\\ No newline at end of file\n");
            }
        }
        return text.ToString();
    }

    /// <summary>Where lines begin, and how many; of none, the line before them.</summary>
    private static string Span(int first, int count) => string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? first : first + 1)},{count}");
}
