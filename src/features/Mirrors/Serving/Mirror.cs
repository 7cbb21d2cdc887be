using System.Collections.Frozen;
using Racklight.Mirrors.Keeping;
using Racklight.Mirrors.Running;

namespace Racklight.Mirrors.Serving;

/// <summary>The mirror as the server sees it: in memory, and read again when the command (another process) changed it.</summary>
internal sealed class Mirror(MirrorPlace place, TimeProvider clock) : IMirror
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    // Directory times are as coarse as the kernel's tick: what was read just after a change may miss the next one.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private volatile View? _view;
    private readonly ProgressFile _progress = new(place, clock);
    private readonly RunNote _last = new(place);
    private long _looked;

    public IReadOnlyList<MirrorRecord> Records => Current().Records;

    public MirrorProgress? Progress => _progress.Read();

    public MirrorRunNote? LastRun => _last.Read();

    public string? Locate(Uri url) => Current().ByUrl.TryGetValue(url.AbsoluteUri, out var record) && place.Has(record) ? record.Path : null;

    /// <summary>The entry of a digest, and where its file lies; null when it is none of the mirror's (the store holds other rooms' files too).</summary>
    public (MirrorRecord Record, string File)? Find(Digest digest)
        => Current().ByDigest.TryGetValue(digest, out var record) && place.Has(record) ? (record, place.Artifacts.PathOf(digest)) : null;

    private View Current()
    {
        if (_view is { } view && clock.GetElapsedTime(Volatile.Read(ref _looked)) < LookEvery) return view;
        lock (_lock)
        {
            if (_view is { } other && clock.GetElapsedTime(Volatile.Read(ref _looked)) < LookEvery) return other;
            var changed = place.Index.Changed;
            if (_view is not { } old || old.Changed != changed || old.Young)
            {
                var records = place.Index.All();
                _view = new View(changed, clock.GetUtcNow().UtcDateTime - changed < Settled, records,
                    records.ToFrozenDictionary(static record => record.Url.AbsoluteUri, StringComparer.Ordinal),
                    records.GroupBy(static record => record.Digest).ToFrozenDictionary(static group => group.Key, static group => group.First()));
            }
            Volatile.Write(ref _looked, clock.GetTimestamp());
            return _view!;
        }
    }

    private sealed record View(DateTime Changed, bool Young, IReadOnlyList<MirrorRecord> Records, FrozenDictionary<string, MirrorRecord> ByUrl, FrozenDictionary<Digest, MirrorRecord> ByDigest);
}
