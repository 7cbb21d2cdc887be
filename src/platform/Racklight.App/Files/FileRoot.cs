namespace Racklight.App.Files;

/// <summary>A directory that is served: turns a path from a request into one below it.</summary>
public sealed class FileRoot(string directory)
{
    private readonly string _directory = Path.GetFullPath(directory).TrimEnd('/');

    /// <summary>
    /// The file for a relative path, or null when it leaves the directory in any way: a <c>..</c> segment, an absolute path, a control character, or
    /// a symbolic link that ends elsewhere.
    /// </summary>
    public string? Find(string? relative)
    {
        if (string.IsNullOrEmpty(relative) || relative.Length > 1024 || relative.Any(char.IsControl)) return null;
        if (relative.Split('/', '\\').Any(part => part is "" or "." or "..")) return null;
        var path = _directory + "/" + relative;
        var file = new FileInfo(path);
        if (!file.Exists) return null;
        return Real(path) is { } real && Real(_directory) is { } root && real.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal) ? real : null;
    }

    /// <summary>A path with the links of every segment resolved.</summary>
    private static string? Real(string path)
    {
        var real = "";
        var followed = 0;
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out var segment))
        {
            if (segment == ".") continue;
            if (segment == "..")
            {
                real = real[..Math.Max(0, real.LastIndexOf('/'))];
                continue;
            }
            var next = real + "/" + segment;
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            // As the kernel does (path_resolution(7)).
            if (++followed > 40) return null;
            if (target.StartsWith('/')) real = "";
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(part);
        }
        return real;
    }
}
