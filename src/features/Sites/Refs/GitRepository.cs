namespace Racklight.Sites;

/// <summary>Where a repository lies.</summary>
/// <param name="GitDirectory">What <c>--git-dir</c> names: a bare repository, or the <c>.git</c> of a work tree (which may be a file).</param>
/// <param name="Prefix">Where in it the site lies: empty, or <c>sites/lab/</c>.</param>
internal sealed record GitRepository(string GitDirectory, string Prefix)
{
    /// <summary>The bare repository at a path; null when there is none.</summary>
    public static GitRepository? Bare(string path)
    {
        var root = Path.GetFullPath(path).TrimEnd('/');
        return !File.Exists(Path.Combine(root, "site.yaml")) && File.Exists(Path.Combine(root, "HEAD")) && Directory.Exists(Path.Combine(root, "objects")) && Directory.Exists(Path.Combine(root, "refs"))
            ? new GitRepository(root, "")
            : null;
    }

    /// <summary>The repository that a site's directory is, or lies in; null outside git.</summary>
    public static GitRepository? Around(string path)
    {
        if (Bare(path) is { } bare) return bare;
        // Links followed, as git does it: a link into a repository is a place in it.
        var root = Racklight.Yaml.BoundedFile.RealPath(path);
        for (var directory = root; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            var git = Path.Combine(directory, ".git");
            if (Path.Exists(git)) return new GitRepository(git, directory == root ? "" : Path.GetRelativePath(directory, root) + "/");
        }
        return null;
    }

    /// <summary>The directories and files whose change means that refs moved: they may lie elsewhere for a linked work tree.</summary>
    public string CommonDirectory
    {
        get
        {
            var own = GitDirectory;
            if (File.Exists(own) && Named(own, "gitdir: ") is { } linked) own = Path.GetFullPath(linked, Path.GetDirectoryName(GitDirectory)!);
            return File.Exists(Path.Combine(own, "commondir")) && Named(Path.Combine(own, "commondir"), "") is { } common ? Path.GetFullPath(common, own) : own;
        }
    }

    private static string? Named(string file, string before)
    {
        try
        {
            var line = System.Text.Encoding.UTF8.GetString(Racklight.Yaml.BoundedFile.Read(Path.GetDirectoryName(file)!, file, 4096)).Split('\n')[0];
            return line.StartsWith(before, StringComparison.Ordinal) ? line[before.Length..] : null;
        }
        catch (Racklight.Yaml.BoundedFileException)
        {
            return null;
        }
    }
}
