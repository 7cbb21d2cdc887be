namespace Racklight.Images.Building;

/// <summary>The paths that outlive a reboot, checked again where they become an image: the running machine deletes and links them.</summary>
internal static class PersistList
{
    private static readonly string[] Closed = ["/data", "/proc", "/sys", "/dev", "/run", "/tmp", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/etc", "/var", "/var/lib", "/root/.ssh"];

    /// <summary>One path a line, for the image.</summary>
    /// <exception cref="ProblemException">A path that must not be moved, or one inside another.</exception>
    public static string Text(string image, IReadOnlyList<string> paths)
    {
        var problems = new List<Problem>();
        foreach (var path in paths)
        {
            if (Fault(path, paths) is { } fault) problems.Add(new Problem($"persist: {path} {fault}") { File = $"images/{image}/image.yaml" });
        }
        if (problems.Count > 0) throw new ProblemException(problems);
        return string.Concat(paths.Select(path => path.TrimEnd('/') + "\n"));
    }

    private static string? Fault(string path, IReadOnlyList<string> all)
    {
        var clean = path.TrimEnd('/');
        if (clean.Length == 0 || clean[0] != '/') return "is not an absolute path below /";
        if (clean.Length > 255) return "is longer than 255 characters";
        if (clean.Split('/').Skip(1).Any(static part => part is "" or "." or "..")) return "has empty parts or dots in it";
        if (!clean.All(static c => char.IsAsciiLetterOrDigit(c) || "/_.@:+-".Contains(c, StringComparison.Ordinal))) return "has characters other than letters, digits and _.@:+-";
        if (Closed.Contains(clean) || clean.Split('/')[1] is "data" or "proc" or "sys" or "dev" or "run" or "tmp" or "usr" or "bin" or "sbin" or "lib" or "lib64" or "boot") return "belongs to the system that runs from memory";
        var outer = all.Select(static other => other.TrimEnd('/')).FirstOrDefault(other => other != clean && clean.StartsWith(other + "/", StringComparison.Ordinal));
        return outer is null ? null : $"lies inside {outer}, which persists already";
    }
}
