using Racklight.Yaml;

namespace Racklight.Secrets.Checking;

/// <summary>The files below some paths: links are not followed, <c>.git</c> is left out.</summary>
internal static class VaultTree
{
    private const int MostFiles = 200_000;

    /// <summary>All of them, in order.</summary>
    /// <exception cref="ProblemException">A path does not exist, or there are too many files.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (File.Exists(path)) files.Add(path);
            else if (Directory.Exists(path)) Add(path == "." ? "" : path, files);
            else throw new ProblemException($"{path}: there is no such file or directory");
        }
        return [.. files];
    }

    private static void Add(string root, SortedSet<string> files)
    {
        var waiting = new Stack<string>([root]);
        while (waiting.TryPop(out var directory))
        {
            foreach (var entry in new DirectoryInfo(directory.Length == 0 ? "." : directory).EnumerateFileSystemInfos())
            {
                if (entry.LinkTarget is not null || entry.Name == ".git") continue;
                var path = Path.Combine(directory, entry.Name);
                if (entry is DirectoryInfo) waiting.Push(path);
                else if (files.Add(path) && files.Count > MostFiles) throw new ProblemException($"there are more than {MostFiles:N0} files below {root}", "name the directories that hold secrets");
            }
        }
    }
}
