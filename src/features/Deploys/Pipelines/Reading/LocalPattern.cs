using System.Text.RegularExpressions;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>The files of a repository that an <c>include: local</c> with stars names: <c>*</c> within a directory, <c>**</c> through all below.</summary>
internal static class LocalPattern
{
    private const int MostEntries = 20_000;

    /// <summary>The paths, in order, relative to the repository.</summary>
    public static IEnumerable<string> Matches(string root, string pattern)
    {
        // Only what is below the last directory without a star is looked through.
        var fixedPart = pattern[..pattern.IndexOf('*', StringComparison.Ordinal)];
        var directory = fixedPart.Contains('/') ? fixedPart[..fixedPart.LastIndexOf('/')] : "";
        if (directory.Split('/').Contains("..")) return [];
        var top = Path.Combine(root, directory);
        if (!Directory.Exists(top)) return [];
        var expression = "^" + Regex.Escape(pattern).Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$";
        return Directory.EnumerateFiles(top, "*", new EnumerationOptions { RecurseSubdirectories = pattern.Contains("**", StringComparison.Ordinal), AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 20 })
            .Take(MostEntries)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(path => Regex.IsMatch(path, expression, RegexOptions.NonBacktracking))
            .Order(StringComparer.Ordinal);
    }
}
