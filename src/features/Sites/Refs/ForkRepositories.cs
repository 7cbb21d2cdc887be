using System.Security.Cryptography;
using System.Text;
using Racklight.App;

namespace Racklight.Sites;

/// <summary>
/// Branches of forks, each fork in a bare repository of its own below the state directory: the site's repository is never written. Only the
/// tip is fetched, into a bounded file, within a bounded time; how many forks are kept is bounded too.
/// </summary>
internal sealed class ForkRepositories(string directory) : IDisposable
{
    private const int Kept = 32;
    private const int MostBranches = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _fetches = new(4);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 16).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>How long one fetch may take.</summary>
    public TimeSpan FetchLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that a branch's tip may have, packed.</summary>
    public long LargestPack { get; init; } = 64 << 20;

    /// <summary>Every fork that was fetched.</summary>
    /// <param name="prefix">Where in them the site lies.</param>
    public IReadOnlyList<GitRepository> All(string prefix)
        => Directory.Exists(directory) ? [.. Directory.EnumerateDirectories(directory).Take(2 * Kept).Select(path => new GitRepository(path, prefix))] : [];

    /// <summary>Fetches a branch.</summary>
    /// <param name="remote">The fork's address, checked before (<see cref="RemoteAddress"/>).</param>
    /// <param name="name">The ref, for messages and its branch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The id of its tip.</returns>
    /// <exception cref="ProblemException">There is no such fork or branch, or it cannot be fetched in time.</exception>
    public async Task<string> FetchAsync(string remote, RefName name, CancellationToken cancellationToken)
    {
        var key = Hash(remote);
        var turn = _turns[Convert.ToInt32(key[..1], 16)];
        if (!await _fetches.WaitAsync(Patience, cancellationToken)) throw Busy(name);
        try
        {
            if (!await turn.WaitAsync(Patience, cancellationToken)) throw Busy(name);
            try
            {
                return await FetchAsync(Path.Combine(directory, key), remote, name, cancellationToken);
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            _fetches.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fetches.Dispose();
        foreach (var turn in _turns) turn.Dispose();
    }

    private async Task<string> FetchAsync(string repository, string remote, RefName name, CancellationToken cancellationToken)
    {
        await MakeAsync(repository, cancellationToken);
        var kept = "refs/forks/" + Hash(name.Name);
        string[] arguments =
        [
            "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance",
            "--", remote, $"+refs/heads/{name.Name}:{kept}",
        ];
        ProcessResult result;
        try
        {
            result = await ProcessRunner.RunAsync(Git.BoundedCall(repository, RemoteAddress.Protocol(remote), LargestPack, FetchLimit, arguments), cancellationToken);
        }
        catch (ProblemException e) when (e.ExitCode == ExitCodes.Outside && e.Message.Contains("did not end", StringComparison.Ordinal))
        {
            throw new ProblemException($"{name.User}'s fork did not send {name.Name} within {FetchLimit.TotalSeconds:0} s", "look whether the fork's server answers: git ls-remote " + remote, ExitCodes.Outside, e);
        }
        if (!result.Succeeded) throw Failed(remote, name, result);
        var found = await GitObject.RefsAsync(new GitRepository(repository, ""), [kept], cancellationToken);
        Directory.SetLastWriteTimeUtc(repository, TimeProvider.System.GetUtcNow().UtcDateTime);
        return found.TryGetValue(kept, out var id) ? id : throw new ProblemException($"{name.Text} was fetched, but is not there", "try again", ExitCodes.Outside);
    }

    private async Task MakeAsync(string repository, CancellationToken cancellationToken)
    {
        // Shallow fetches of many branches leave packs behind; a fork costs a second to fetch anew.
        if (Directory.Exists(repository) && TooMuch(repository)) Directory.Delete(repository, recursive: true);
        if (File.Exists(Path.Combine(repository, "HEAD"))) return;
        if (Directory.Exists(directory))
        {
            foreach (var old in new DirectoryInfo(directory).EnumerateDirectories().OrderByDescending(static entry => entry.LastWriteTimeUtc).Skip(Kept - 1).ToList()) old.Delete(recursive: true);
        }
        Directory.CreateDirectory(directory);
        // No template: it would bring hooks.
        await ProcessRunner.RequireAsync(Git.Call(repository, null, "init", "--bare", "--quiet", "--template=", repository), cancellationToken);
    }

    private bool TooMuch(string repository)
    {
        var refs = Path.Combine(repository, "refs", "forks");
        if (Directory.Exists(refs) && Directory.EnumerateFiles(refs).Take(MostBranches + 1).Count() > MostBranches) return true;
        return new DirectoryInfo(repository).EnumerateFiles("*", SearchOption.AllDirectories).Take(10_000).Sum(static file => file.Length) > 4 * LargestPack;
    }

    private ProblemException Failed(string remote, RefName name, ProcessResult result)
    {
        var said = result.Error;
        if (said.Contains("couldn't find remote ref", StringComparison.Ordinal)) return new ProblemException($"{name.User}'s fork has no branch {name.Name}", "git ls-remote --heads " + remote, ExitCodes.NotSo);
        // SIGXFSZ is 25, except on MIPS and others that Racklight does not run on.
        if (said.Contains("signal 25", StringComparison.Ordinal) || said.Contains("File too large", StringComparison.Ordinal) || result.ExitCode == 128 + 25)
        {
            return new ProblemException($"{name.Name} of {name.User}'s fork is larger than {LargestPack >> 20} MiB", "keep large files out of the site's repository", ExitCodes.Outside);
        }
        var line = said.Split('\n').FirstOrDefault(static line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal)) ?? said.Trim().Split('\n')[0];
        return new ProblemException($"{name.User}'s fork cannot be fetched: {(line.Length > 200 ? line[..200] : line)}", "as the server's user: git ls-remote " + remote, ExitCodes.Outside);
    }

    private static ProblemException Busy(RefName name) => new($"other forks are being fetched; {name.Text} has to wait", "try again in a minute", ExitCodes.Outside);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
