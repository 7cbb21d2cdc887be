using Racklight.App;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking;

/// <summary>The files that a repository holds or would take in: what git tracks, and what it does not ignore.</summary>
internal static class RepositoryFiles
{
    private const int MostFiles = 200_000;
    private static readonly TimeSpan GitLimit = TimeSpan.FromMinutes(2);

    /// <summary>The paths, relative to the directory, in order.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(string root, CancellationToken cancellationToken)
    {
        var paths = await TrackedAsync(root, cancellationToken) ?? Walked(root);
        if (paths.Count > MostFiles) throw new ProblemException($"{root} holds more than {MostFiles:N0} files", "name the directory of the cloud's configuration");
        return [.. paths.Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads one, or null when it is gone, no regular file, or a link that leaves the repository.</summary>
    public static RepositoryFile? Read(string root, string path)
    {
        try
        {
            var full = Path.Combine(root, path);
            var info = new FileInfo(full);
            if (!info.Exists) return null;
            var bytes = info.Length <= RepositoryFile.MostBytes ? BoundedFile.Read(root, path, RepositoryFile.MostBytes) : Head(full, info);
            return bytes is null ? null : new RepositoryFile(path, bytes) { Executable = (info.UnixFileMode & UnixFileMode.UserExecute) != 0 };
        }
        catch (Exception e) when (e is BoundedFileException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? Head(string path, FileInfo info)
    {
        if (info.LinkTarget is not null) return null;
        using var stream = info.OpenRead();
        var buffer = new byte[RepositoryFile.MostBytes];
        return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is var count && count == buffer.Length ? buffer : buffer[..count];
    }

    private static async Task<List<string>?> TrackedAsync(string root, CancellationToken cancellationToken)
    {
        if (!Within(root)) return null;
        // -z would need bytes; without it git quotes what is not plain, and core.quotepath keeps letters of other languages as they are.
        var lines = new List<string>();
        var spec = new ProcessSpec("git", "-C", root, "-c", "core.quotepath=off", "ls-files", "--cached", "--others", "--exclude-standard") { Limit = GitLimit, OnOutput = lines.Add };
        try
        {
            var result = await ProcessRunner.RunAsync(spec, cancellationToken);
            return result.Succeeded ? [.. lines.Where(static line => line.Length > 0 && line[0] != '"').Distinct()] : null;
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private static bool Within(string root)
    {
        for (var directory = root; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (Path.Exists(Path.Combine(directory, ".git"))) return true;
        }
        return false;
    }

    private static List<string> Walked(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, MaxRecursionDepth = 32 };
        return [.. Directory.EnumerateFiles(root, "*", options).Select(path => Path.GetRelativePath(root, path)).Where(static path => !path.StartsWith(".git/", StringComparison.Ordinal)).Take(MostFiles + 1)];
    }
}
