using System.Globalization;
using System.Text;
using Racklight.App;

namespace Racklight.Sites;

/// <summary>A file of a commit.</summary>
/// <param name="Mode"><c>100644</c>, <c>100755</c>, <c>120000</c> (a link) or <c>160000</c> (a submodule).</param>
/// <param name="Id">The blob's name.</param>
/// <param name="Size">Its size in bytes; 0 for a submodule.</param>
internal sealed record CommitEntry(string Mode, string Id, long Size)
{
    /// <summary>A file whose bytes may be read.</summary>
    public bool IsFile => Mode is "100644" or "100755" or "100664";
}

/// <summary>The list of a commit's files, by <c>git ls-tree</c>: nothing is checked out.</summary>
internal sealed class CommitTree
{
    private const int MostEntries = 50_000;
    private const int LongestList = 16 << 20;
    private const int LongestPath = 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Dictionary<string, CommitEntry> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, bool>> _folders = new(StringComparer.Ordinal) { [""] = new(StringComparer.Ordinal) };

    private CommitTree()
    {
    }

    /// <summary>The files, by path.</summary>
    public IReadOnlyDictionary<string, CommitEntry> Files => _files;

    /// <summary>What is below a folder: names, and whether each is a folder; null when there is no such folder.</summary>
    public IReadOnlyDictionary<string, bool>? Folder(string path) => _folders.GetValueOrDefault(path);

    /// <summary>Reads the list.</summary>
    /// <exception cref="ProblemException">It is too long, or holds a name that no honest repository holds.</exception>
    public static async Task<CommitTree> ReadAsync(GitRepository repository, string commit, CancellationToken cancellationToken)
    {
        string[] where = repository.Prefix.Length > 0 ? [repository.Prefix] : [];
        var bytes = await BytesAsync(repository, ["ls-tree", "-r", "-z", "--long", "--full-tree", "--end-of-options", commit, .. where], cancellationToken);
        var tree = new CommitTree();
        var start = 0;
        while (start < bytes.Length)
        {
            var end = Array.IndexOf(bytes, (byte)0, start);
            if (end < 0) end = bytes.Length;
            tree.Add(bytes.AsSpan(start, end - start), repository.Prefix, commit);
            start = end + 1;
        }
        return tree;
    }

    private void Add(ReadOnlySpan<byte> line, string prefix, string commit)
    {
        var tab = line.IndexOf((byte)'\t');
        var facts = tab < 0 ? [] : Encoding.ASCII.GetString(line[..tab]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (facts.Length != 4) throw new ProblemException($"git lists the files of {commit[..12]} in a way that is not known here", null, ExitCodes.Outside);
        string path;
        try
        {
            path = Strict.GetString(line[(tab + 1)..]);
        }
        catch (DecoderFallbackException)
        {
            // A name of another time: no file of a site is called so, and nothing can name it.
            return;
        }
        if (!path.StartsWith(prefix, StringComparison.Ordinal)) return;
        path = path[prefix.Length..];
        var parts = path.Split('/');
        // git itself never makes these (fsck: hasDot, hasDotdot, hasDotgit, fullPathname); whoever does wants files elsewhere overwritten.
        if (path.Length > LongestPath || parts.Any(static part => part.Length == 0 || part is "." or ".." || part.Equals(".git", StringComparison.OrdinalIgnoreCase)))
        {
            throw Refused(commit, $"holds a path that leads out of it: {Shown(path)}", "make the commit anew with git itself; git fsck tells what is wrong with this one");
        }
        if (_files.Count == MostEntries) throw Refused(commit, $"holds more than {MostEntries:N0} files", "keep the site in a repository of its own");
        _ = long.TryParse(facts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var size);
        if (_folders.ContainsKey(path) || !_files.TryAdd(path, new CommitEntry(facts[0], facts[2], size))) throw Refused(commit, $"holds {Shown(path)} twice", "git fsck tells what is wrong with it");
        var folder = "";
        for (var i = 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            var below = folder.Length == 0 ? parts[i] : $"{folder}/{parts[i]}";
            if (!last && _files.ContainsKey(below)) throw Refused(commit, $"holds {Shown(below)} twice", "git fsck tells what is wrong with it");
            _folders[folder][parts[i]] = !last;
            if (!last) _folders.TryAdd(below, new(StringComparer.Ordinal));
            folder = below;
        }
    }

    private static async Task<byte[]> BytesAsync(GitRepository repository, string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Git.ReadLimit);
        using var git = ProcessRunner.Start(Git.Call(repository.GitDirectory, null, arguments));
        try
        {
            git.StandardInput.Close();
            var error = git.StandardError.ReadToEndAsync(limit.Token);
            using var kept = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await git.StandardOutput.BaseStream.ReadAsync(buffer, limit.Token)) > 0)
            {
                if (kept.Length + read > LongestList) throw new ProblemException($"the list of files in {repository.GitDirectory} is longer than {LongestList >> 20} MiB", "keep the site in a repository of its own");
                kept.Write(buffer, 0, read);
            }
            await git.WaitForExitAsync(limit.Token);
            return git.ExitCode == 0 ? kept.ToArray() : throw GitObject.Unreadable(repository, new ProcessResult(git.ExitCode, "", await error));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException($"git did not list the files in {repository.GitDirectory} within {Git.ReadLimit.TotalSeconds:0} s", null, ExitCodes.Outside);
        }
        finally
        {
            if (!git.HasExited) git.Kill(entireProcessTree: true);
        }
    }

    private static ProblemException Refused(string commit, string why, string hint) => new($"commit {commit[..12]} {why}", hint);

    private static string Shown(string path) => string.Concat(path.Take(100).Select(static c => char.IsControl(c) ? '?' : c));
}
