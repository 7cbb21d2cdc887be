using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;

namespace Racklight.Sites;

/// <summary>
/// Keeps a site as its files are, or, of a bare repository, as its default branch is. Looks at the times and sizes of files instead of only
/// asking the kernel to tell: that also works on network file systems and survives directories that git replaces, and a site is small.
/// </summary>
internal sealed class SiteWatcher : BackgroundService, ISites
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // How many times as long as a look takes it rests at least.
    private const int Rest = 10;
    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly CommitSites? _bare;
    private readonly RefWatch? _refs;
    private string _loaded;
    private string? _followed;
    private volatile Snapshot _snapshot;

    private SiteWatcher(string root, TimeProvider time, CommitSites? bare, RefWatch? refs, string fingerprint, Snapshot snapshot)
        => (_root, _time, _bare, _refs, _loaded, _snapshot) = (root, time, bare, refs, fingerprint, snapshot);

    public Site Current => _snapshot.Site;

    public IReadOnlyList<Problem> Problems => _snapshot.Problems;

    public event Action? Changed;

    /// <summary>Reads the site for the first time.</summary>
    /// <param name="path">The site's directory, or a bare repository.</param>
    /// <param name="time">When to look again.</param>
    /// <param name="commits">Reads commits of the repository that the path lies in; null: its own.</param>
    /// <exception cref="ProblemException">It has errors: there is no last good one yet.</exception>
    public static SiteWatcher Open(string path, TimeProvider time, CommitSites? commits = null)
    {
        var root = Path.GetFullPath(path);
        // Before the server listens, waiting for git here costs nobody anything.
        if (GitRepository.Bare(root) is { } bare)
        {
            commits ??= new CommitSites(bare, forks: null);
            var refs = new RefWatch(bare);
            try
            {
                var moment = refs.Fingerprint();
                var read = commits.ReadHeadAsync(CancellationToken.None).GetAwaiter().GetResult();
                return new SiteWatcher(root, time, commits, refs, moment, new Snapshot(Usable(read).Require(), read.Problems));
            }
            catch
            {
                refs.Dispose();
                throw;
            }
        }
        var fingerprint = Directory.Exists(root) ? Fingerprint(root) : "";
        var reading = SiteReader.ReadAsync(root).GetAwaiter().GetResult();
        return new SiteWatcher(root, time, null, null, fingerprint, new Snapshot(reading.Require(), reading.Problems));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _refs?.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _bare is null ? FollowFilesAsync(stoppingToken) : FollowRefsAsync(_bare, _refs!, stoppingToken);

    private async Task FollowFilesAsync(CancellationToken stoppingToken)
    {
        var before = _loaded;
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var began = _time.GetTimestamp();
            var now = Fingerprint(_root);
            var took = _time.GetElapsedTime(began);
            // Two looks alike: an editor or a checkout is done writing.
            if (now == before && now != _loaded)
            {
                var reading = await SiteReader.ReadAsync(_root, stoppingToken);
                _loaded = now;
                Take(reading);
            }
            before = now;
            // Ten thousand files, or a slow disk: looking must not become what the server does all day.
            if (took * Rest > Interval) await Task.Delay(took * Rest, _time, stoppingToken);
        }
    }

    private async Task FollowRefsAsync(CommitSites bare, RefWatch refs, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var sign = refs.Signs.ReadAsync(stoppingToken).AsTask();
        while (true)
        {
            var woken = await Task.WhenAny(tick, sign);
            await woken;
            if (woken == tick) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            else sign = refs.Signs.ReadAsync(stoppingToken).AsTask();
            var now = refs.Fingerprint();
            if (now == _loaded) continue;
            // git replaces refs whole, so one look is enough; a ref that moves meanwhile is seen by the next.
            _loaded = now;
            await FollowAsync(bare, stoppingToken);
        }
    }

    private async Task FollowAsync(CommitSites bare, CancellationToken cancellationToken)
    {
        try
        {
            var head = await bare.HeadAsync(cancellationToken);
            if (head is not null && head == (_followed ?? _snapshot.Site.Commit)) return;
            Take(Usable(await bare.ReadHeadAsync(cancellationToken)));
            _followed = head;
        }
        catch (ProblemException e)
        {
            _followed = "";
            Take(new SiteReading(null, e.Problems));
        }
    }

    private void Take(SiteReading reading)
    {
        _snapshot = new Snapshot(reading.Site ?? _snapshot.Site, reading.Problems);
        Changed?.Invoke();
    }

    /// <summary>Bootloaders are opened as files of a directory, and a bare repository has none.</summary>
    private static SiteReading Usable(SiteReading reading) => reading.Site?.File.Bootloaders is not { } directory ? reading
        : new SiteReading(null, [.. reading.Problems, new Problem($"bootloaders: {directory} cannot be served out of a bare repository") { File = "site.yaml", Hint = "serve a work tree: git clone, then --site DIR" }]);

    /// <summary>A digest of the names, sizes and times of all files, and of what git's HEAD is (a commit changes no file).</summary>
    private static string Fingerprint(string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };
            foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", options).Take(50_000).OrderBy(static file => file.FullName, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{file.FullName}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\n"));
            }
            foreach (var name in (string[])["HEAD", "index", "logs/HEAD"])
            {
                var file = new FileInfo(Path.Combine(root, ".git", name));
                if (file.Exists) hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\n"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files that vanish while they are listed: the next look sees what is left.
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record Snapshot(Site Site, IReadOnlyList<Problem> Problems);
}
