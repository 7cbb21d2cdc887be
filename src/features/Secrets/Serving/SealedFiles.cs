using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Secrets.Serving;

/// <summary>Reads the files of secrets that a site names. Those of a commit never change: the ones of the last few commits are kept, as they are, encrypted.</summary>
internal sealed class SealedFiles
{
    private const int KeptCommits = 4;
    private const int LargestFile = 4 << 20;
    private const long MostBytes = 16 << 20;
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Commit, IReadOnlyList<SealedFile> Files)> _kept = new();

    /// <summary>The files, in the order of their names.</summary>
    /// <exception cref="ProblemException">One cannot be read.</exception>
    public IReadOnlyList<SealedFile> Of(Site site)
    {
        // In a directory they may have changed since the site was read.
        if (site.Files.Directory is not null || site.Commit is not { } commit) return Read(site);
        lock (_lock)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Commit != commit) continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Files;
            }
        }
        var files = Read(site);
        lock (_lock)
        {
            if (_kept.All(one => one.Commit != commit)) _kept.AddFirst((commit, files));
            if (_kept.Count > KeptCommits) _kept.RemoveLast();
        }
        return files;
    }

    private static List<SealedFile> Read(Site site)
    {
        var files = new List<SealedFile>();
        var left = MostBytes;
        foreach (var path in Names(site))
        {
            var bytes = SecretProblems.In(path, () => site.Files.Read(path, LargestFile));
            if ((left -= bytes.Length) < 0) throw new ProblemException($"the files that `secrets:` in site.yaml names are larger than {MostBytes >> 20} MiB together", "name only those that answers need");
            files.Add(new SealedFile(path, bytes));
        }
        return files;
    }

    private static IReadOnlyList<string> Names(Site site) => SecretProblems.In("site.yaml", () => SecretFiles.Of(site));
}
