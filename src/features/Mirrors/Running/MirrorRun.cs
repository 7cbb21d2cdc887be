using System.Collections.Concurrent;
using Racklight.Mirrors.Fetching;
using Racklight.Mirrors.Keeping;
using Racklight.Mirrors.Verifying;

namespace Racklight.Mirrors.Running;

/// <summary>Mirrors a list of files: asks what they must be, makes sure that there is room, fetches several at once, proves each, and only then keeps it.</summary>
internal sealed class MirrorRun
{
    private readonly MirrorPlace _place;
    private readonly TimeProvider _clock;
    private readonly int _jobs;
    private readonly Upstream _upstream;
    private readonly SmallFetch _small;
    private readonly Signatures _signatures;
    private readonly FileFetch _fetch;
    private readonly ConcurrentBag<Digest> _replaced = [];

    public MirrorRun(MirrorPlace place, Keyrings keyrings, HttpClient client, Retries retries, int jobs, TimeProvider clock)
    {
        (_place, _clock, _jobs) = (place, clock, jobs);
        var web = new WebSource(client, retries.Patience, clock);
        _small = new SmallFetch(web, place.Scratch, retries, clock);
        _signatures = new Signatures(keyrings, place.Scratch);
        _upstream = new Upstream(_small, _signatures);
        _fetch = new FileFetch(web, place.Parts, retries, clock);
    }

    /// <summary>Mirrors files. One that fails does not stop the others.</summary>
    /// <param name="files">What; several entries may need the same address.</param>
    /// <param name="begin">Is given the counts to look at, before the first byte.</param>
    /// <param name="cancellationToken">Gives up; parts stay.</param>
    /// <exception cref="ProblemException">There is not enough room for all.</exception>
    public async Task<IReadOnlyList<MirrorOutcome>> RunAsync(IReadOnlyList<MirrorFile> files, Action<ProgressCount> begin, CancellationToken cancellationToken)
    {
        var wanted = files.GroupBy(static file => file.Url.AbsoluteUri, StringComparer.Ordinal).Select(static group => new Wish([.. group])).ToArray();
        var count = new ProgressCount(wanted.Length);
        begin(count);
        var outcomes = new ConcurrentDictionary<Wish, MirrorOutcome>();
        await EachAsync(wanted, outcomes, count, PlanAsync, cancellationToken);
        RequireRoom([.. wanted.Where(wish => !outcomes.ContainsKey(wish))], count);
        await EachAsync(wanted.Where(wish => !outcomes.ContainsKey(wish)), outcomes, count, FetchAsync, cancellationToken);
        // Only now: while files come in, one with the same content may rely on what another address left.
        foreach (var digest in _replaced) _place.Release(digest);
        return [.. wanted.Select(wish => outcomes[wish])];
    }

    private async Task EachAsync(IEnumerable<Wish> wishes, ConcurrentDictionary<Wish, MirrorOutcome> outcomes, ProgressCount count, Func<Wish, ProgressCount, CancellationToken, Task<MirrorOutcome?>> work, CancellationToken cancellationToken)
        => await Parallel.ForEachAsync(wishes.ToArray(), new ParallelOptions { MaxDegreeOfParallelism = _jobs, CancellationToken = cancellationToken }, async (wish, _) =>
        {
            MirrorOutcome? outcome;
            try
            {
                outcome = await work(wish, count, cancellationToken);
            }
            catch (WebFault fault)
            {
                outcome = Failed(wish, fault.Message, fault.Hint);
            }
            catch (ProblemException e)
            {
                outcome = Failed(wish, e.Problems[0].Message, e.Problems[0].Hint);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                outcome = Failed(wish, $"{WebSource.Show(wish.File.Url)}: {e.Message}", null);
            }
            if (outcome is null) return;
            outcomes[wish] = outcome;
            count.End();
        });

    /// <summary>Finds out what a file must be; ends there when it is here already.</summary>
    private async Task<MirrorOutcome?> PlanAsync(Wish wish, ProgressCount count, CancellationToken cancellationToken)
    {
        wish.Expectation = await _upstream.ExpectAsync(wish.File, cancellationToken);
        var old = _place.Index.Find(wish.File.Url) is { } record && _place.Has(record) ? record : null;
        if (wish.Expectation is { Sha256: { } digest } expectation && _place.Artifacts.Exists(digest))
        {
            // Known by its digest: nothing needs to be fetched, wherever it came from.
            if (expectation.Signature is null || old is { Proof: Proof.Signature } && old.Digest == digest)
            {
                return Keep(wish, Fate.Kept, (old?.Digest == digest ? old : null) ?? New(wish, digest, SizeOf(digest), expectation.Proof, expectation.Why), expectation);
            }
            var fingerprint = await CheckAsync(wish, expectation, _place.Artifacts.PathOf(digest), cancellationToken);
            return Keep(wish, Fate.Kept, New(wish, digest, SizeOf(digest), Proof.Signature, $"signed with {fingerprint}"), expectation);
        }
        wish.Old = old;
        wish.Size = wish.File.Size ?? await _small.SizeAsync(wish.File.Url, cancellationToken);
        count.Expect(wish.Size ?? 0);
        return null;
    }

    private void RequireRoom(IReadOnlyList<Wish> wishes, ProgressCount count)
    {
        // What did not change upstream is not fetched again; that is found out only by asking for it.
        var needed = wishes.Where(static wish => wish.Old is null || wish.Old.Size != wish.Size).Sum(wish => Math.Max(0, (wish.Size ?? 0) - new PartFile(_place.Parts, wish.File.Url).Length));
        if (Space.Free(_place.Root) is not { } free || needed <= free) return;
        throw new ProblemException($"no space for the mirror in {_place.State}: {Space.Show(needed)} are needed for {wishes.Count} of {count.Look().Files} files, {Space.Show(free)} are free",
            "free some space there, keep state elsewhere (--state DIR), or name fewer entries", ExitCodes.Outside);
    }

    private async Task<MirrorOutcome?> FetchAsync(Wish wish, ProgressCount count, CancellationToken cancellationToken)
    {
        var expectation = wish.Expectation!;
        using var file = count.Begin($"{wish.File.Entry}/{wish.File.Role}", wish.File.Url, wish.Size);
        var wanted = new Wanted(wish.File.Url)
        {
            Size = wish.File.Size,
            HasDigest = expectation.HasDigest,
            Sha512 = expectation.Sha512 is not null,
            ETag = MayBeCurrent(wish) ? wish.Old!.ETag : null,
            LastModified = MayBeCurrent(wish) ? wish.Old!.LastModified : null,
        };
        for (var again = false; ; again = true)
        {
            var fetched = await _fetch.RunAsync(wanted, file.Moved, cancellationToken);
            if (fetched is null)
            {
                file.Moved(wish.Size ?? 0);
                return Keep(wish, Fate.Kept, wish.Old!, expectation);
            }
            try
            {
                var (proof, why) = await ProveAsync(wish, expectation, fetched, cancellationToken);
                await _place.Artifacts.AdoptAsync(fetched.Part.Place, fetched.Sha256, cancellationToken);
                fetched.Part.Close();
                var record = New(wish, fetched.Sha256, fetched.Size, proof, why) with { ETag = fetched.ETag, LastModified = fetched.LastModified };
                return Keep(wish, Fate.Fetched, record, expectation);
            }
            catch (WebFault fault) when (fault.Poisoned)
            {
                fetched.Part.Delete();
                // The part of an earlier run may have been of another version, or damaged since.
                if (!fetched.Resumed || again) throw;
                file.Moved(-fetched.Size);
            }
        }
    }

    /// <summary>True when "not changed" from upstream would do: what is here was proven as well as it can be.</summary>
    private static bool MayBeCurrent(Wish wish) => wish is { Old: { } old, Expectation: { HasDigest: false } expectation } && (expectation.Signature is null || old.Proof == Proof.Signature);

    private long SizeOf(Digest digest) => new FileInfo(_place.Artifacts.PathOf(digest)).Length;

    private Task<string> CheckAsync(Wish wish, Expectation expectation, string file, CancellationToken cancellationToken)
        => _signatures.CheckAsync(expectation.Keyring, expectation.Signature!, file, WebSource.Show(wish.File.Url), cancellationToken);

    private async Task<(Proof Proof, string Why)> ProveAsync(Wish wish, Expectation expectation, Fetched fetched, CancellationToken cancellationToken)
    {
        expectation.Require(wish.File.Url, fetched.Sha256, fetched.Sha512);
        if (expectation.Signature is null) return (expectation.Proof, expectation.Why);
        var fingerprint = await CheckAsync(wish, expectation, fetched.Part.Place, cancellationToken);
        return (Proof.Signature, $"signed with {fingerprint}");
    }

    private MirrorRecord New(Wish wish, Digest digest, long size, Proof proof, string why) => new()
    {
        Url = wish.File.Url, Digest = digest, Size = size, Entries = [], Role = wish.File.Role, Proof = proof, Why = why, Fetched = _clock.GetUtcNow(),
    };

    /// <summary>Writes the entry: its artifact is whole by now. An older version of the file goes when nothing else needs it.</summary>
    private MirrorOutcome Keep(Wish wish, Fate fate, MirrorRecord record, Expectation expectation)
    {
        var before = _place.Index.Find(wish.File.Url);
        var entries = wish.Files.Select(static file => file.Entry).Concat(before?.Entries ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var proven = expectation.HasDigest && expectation.Proof > record.Proof ? record with { Proof = expectation.Proof, Why = expectation.Why } : record;
        var written = proven with { Entries = entries };
        _place.Index.Write(written);
        if (before is not null && before.Digest != written.Digest) _replaced.Add(before.Digest);
        return new MirrorOutcome(wish.File, fate, written, null);
    }

    private MirrorOutcome Failed(Wish wish, string message, string? hint)
        => new(wish.File, Fate.Failed, _place.Index.Find(wish.File.Url), new Problem($"{wish.File.Entry} {wish.File.Role}: {message}") { Hint = hint });

    /// <summary>One address and all who want it.</summary>
    private sealed class Wish(IReadOnlyList<MirrorFile> files)
    {
        public IReadOnlyList<MirrorFile> Files => files;

        /// <summary>The one that knows most of it.</summary>
        public MirrorFile File { get; } = files.MaxBy(static file => (file.Sha256 is null ? 0 : 4) + (file.Signature is null ? 0 : 2) + (file.Checksums.Count > 0 ? 1 : 0))!;

        public Expectation? Expectation { get; set; }

        public MirrorRecord? Old { get; set; }

        public long? Size { get; set; }
    }
}
