using System.IO.Enumeration;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>The files of a repository that an <c>include: local</c> with stars names: <c>*</c> within a directory, <c>**</c> through all below.</summary>
internal static class LocalPattern
{
    private const int MostEntries = 20_000;
    private const int MostLevels = 20;

    /// <summary>The paths, in order, relative to the repository.</summary>
    public static IEnumerable<string> Matches(string root, string pattern)
    {
        // `ci/**.yml` is any file below ci, as `ci/**/*.yml` is.
        var steps = pattern.Split('/').SelectMany(static step => step.StartsWith("**", StringComparison.Ordinal) && step.Length > 2 ? (string[])["**", "*" + step[2..]] : [step]).ToArray();
        if (steps.Contains("..")) return [];
        // Only what is below the last directory without a star is looked through.
        var top = Path.Combine([root, .. steps.TakeWhile(static step => !step.Contains('*'))]);
        if (!Directory.Exists(top)) return [];
        return Directory.EnumerateFiles(top, "*", new EnumerationOptions { RecurseSubdirectories = steps.Contains("**") || steps.Count(static step => step.Contains('*')) > 1, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = MostLevels })
            .Take(MostEntries)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(path => Matches(steps, path.Split('/')))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>All places in the pattern that a path can have come to are followed at once: many stars cost no more than few.</summary>
    private static bool Matches(string[] steps, string[] path)
    {
        var at = new HashSet<int> { 0 };
        foreach (var name in path)
        {
            Skip(steps, at);
            at = [.. at.Where(place => place < steps.Length && steps[place] == "**"), .. at.Where(place => place < steps.Length && steps[place] != "**" && FileSystemName.MatchesSimpleExpression(steps[place], name, ignoreCase: false)).Select(static place => place + 1)];
        }
        return at.Contains(steps.Length);
    }

    // `**` stands for no directory too.
    private static void Skip(string[] steps, HashSet<int> at)
    {
        for (var place = 0; place < steps.Length; place++)
        {
            if (steps[place] == "**" && at.Contains(place)) at.Add(place + 1);
        }
    }
}
