using System.Net;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Racklight.Mirrors.Fetching;

/// <summary>Fetches one file into a part, resuming what is there of it, as often as it takes and as is decent.</summary>
/// <param name="web">Asks servers.</param>
/// <param name="directory">Where parts lie.</param>
/// <param name="retries">How patient.</param>
/// <param name="clock">The clock.</param>
internal sealed class FileFetch(WebSource web, string directory, Retries retries, TimeProvider clock)
{
    /// <summary>No single boot file is larger; a body without an end must not fill the disk.</summary>
    private const long Largest = 64L << 30;

    /// <summary>Fetches a file.</summary>
    /// <param name="wanted">What.</param>
    /// <param name="moved">Told how many bytes arrived (negative: those before were of no use).</param>
    /// <param name="cancellationToken">Gives up; what arrived stays and is resumed the next time.</param>
    /// <returns>The whole file; null when the version that is here is still the server's.</returns>
    /// <exception cref="WebFault">It cannot be had.</exception>
    public async Task<Fetched?> RunAsync(Wanted wanted, Action<long> moved, CancellationToken cancellationToken)
    {
        using var state = new State(new PartFile(directory, wanted.Url), wanted, moved);
        var fruitless = 0;
        for (var attempt = 1; ; attempt++)
        {
            var before = state.Furthest;
            try
            {
                return await TryAsync(state, cancellationToken);
            }
            catch (WebFault fault) when (fault.Again)
            {
                fruitless = state.Furthest > before ? 0 : fruitless + 1;
                if (fruitless >= retries.Fruitless || attempt >= retries.All) throw new WebFault($"{fault.Message}; given up after {attempt} tries", fault.Hint ?? "run the command again later: what arrived is kept and resumed");
                await Task.Delay(retries.Pause(Math.Max(1, fruitless), fault.After), clock, cancellationToken);
            }
        }
    }

    private async Task<Fetched?> TryAsync(State state, CancellationToken cancellationToken)
    {
        var (part, wanted) = (state.Part, state.Wanted);
        var note = Usable(part, wanted);
        if (note is null) part.Delete();
        using var file = File.OpenHandle(part.Place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var have = RandomAccess.GetLength(file);
        if (note?.Total is { } all && have == all && have > 0)
        {
            // A run that ended between the last byte and its use.
            await state.TakeOverAsync(file, have, cancellationToken);
            return state.Finish(note, have);
        }
        using var response = await web.AskAsync(HttpMethod.Get, wanted.Url, request => Prepare(request, wanted, note, have), null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            part.Delete();
            return null;
        }
        var offset = await BeginAsync(state, file, note, have, response, cancellationToken);
        note = NoteOf(wanted, response, offset);
        var total = note.Total;
        part.Write(note);
        using var watch = new StallWatch(retries.Patience, clock, cancellationToken);
        long length;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token);
            length = await new ContentSink(file, state.Hash, count => state.Add(count, total ?? wanted.Size ?? Largest)).CopyAsync(body, offset, watch);
        }
        catch (OperationCanceledException e) when (watch.Stalled && !cancellationToken.IsCancellationRequested)
        {
            throw new WebFault($"{WebSource.Show(wanted.Url)} stalled: no byte came for {retries.Patience.TotalSeconds:0.#} s after {Amount(RandomAccess.GetLength(file), total)}", null, again: true, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new WebFault($"{WebSource.Show(wanted.Url)} was cut off after {Amount(RandomAccess.GetLength(file), total)}", null, again: true, e);
        }
        if (total is { } promised && length != promised) throw new WebFault($"{WebSource.Show(wanted.Url)} ended after {Amount(length, total)}", null, again: true);
        return state.Finish(note, length);
    }

    /// <summary>The note of a part that may be continued.</summary>
    private static PartNote? Usable(PartFile part, Wanted wanted)
    {
        if (part.Length == 0 || part.Read() is not { } note) return null;
        var anchored = wanted.HasDigest || PartFile.IsOfThisBoot(note) && (Strong(note.ETag) is not null || note.LastModified is not null);
        return anchored && (wanted.Size is null || note.Total is null || wanted.Size == note.Total) ? note : null;
    }

    private static void Prepare(HttpRequestMessage request, Wanted wanted, PartNote? note, long have)
    {
        if (note is null || have == 0)
        {
            if (wanted.ETag is { } tag) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            else if (wanted.LastModified is { } when) request.Headers.IfModifiedSince = when;
            return;
        }
        request.Headers.Range = new RangeHeaderValue(have, null);
        // Another version of the file must come whole (RFC 9110 §13.1.5); only a strong tag may say so.
        if (Strong(note.ETag) is { } strong) request.Headers.IfRange = new RangeConditionHeaderValue(strong);
        else if (note.LastModified is { } changed) request.Headers.IfRange = new RangeConditionHeaderValue(changed);
    }

    /// <summary>Decides by the status where the body belongs, and makes file and hash ready for it.</summary>
    private async Task<long> BeginAsync(State state, SafeFileHandle file, PartNote? note, long have, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && have > 0)
        {
            var range = response.Content.Headers.ContentRange;
            if (range?.From == have && (note!.Total is null || range.Length is null || range.Length == note.Total))
            {
                await state.TakeOverAsync(file, have, cancellationToken);
                return have;
            }
        }
        if (response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            state.Restart(file);
            state.Part.Delete();
            throw new WebFault($"{WebSource.Show(state.Wanted.Url)} does not continue the part that is here", null, again: true);
        }
        if (response.StatusCode != HttpStatusCode.OK) throw web.Refused(state.Wanted.Url, response);
        state.Restart(file);
        return 0;
    }

    private PartNote NoteOf(Wanted wanted, HttpResponseMessage response, long offset)
    {
        var length = response.Content.Headers.ContentLength;
        var total = response.Content.Headers.ContentRange?.Length ?? (length is { } rest ? offset + rest : null);
        if (total is null && response.Headers.TransferEncodingChunked != true && !wanted.HasDigest && wanted.Size is null)
        {
            throw new WebFault($"{WebSource.Show(wanted.Url)} does not say how long it is, so a cut-off copy could not be told from a whole one", "use another mirror, or name the file's digest in the catalog");
        }
        if (wanted.Size is { } size && total is { } said && size != said) throw new WebFault($"{WebSource.Show(wanted.Url)} has {said:N0} bytes, not {size:N0} as the catalog says", "upstream replaced the file: look whether the catalog names a newer one");
        if (total > Largest) throw new WebFault($"{WebSource.Show(wanted.Url)} has {total:N0} bytes; no file over {Largest:N0} is taken");
        if (total is { } all && Space.Free(directory) is { } free && all - offset > free) throw new WebFault($"no space: {Space.Show(all - offset)} are needed in {directory}, {Space.Show(free)} are free", "free some space there, or keep state elsewhere: --state DIR");
        return new PartNote { Url = wanted.Url, ETag = response.Headers.ETag?.ToString(), LastModified = response.Content.Headers.LastModified, Total = total };
    }

    private static EntityTagHeaderValue? Strong(string? text) => EntityTagHeaderValue.TryParse(text, out var tag) && !tag.IsWeak ? tag : null;

    private static string Amount(long have, long? total) => total is { } all ? $"{have:N0} of {all:N0} bytes" : $"{have:N0} bytes";

    /// <summary>What outlives a single try: the hash of what is in the part.</summary>
    private sealed class State(PartFile part, Wanted wanted, Action<long> moved) : IDisposable
    {
        private long _hashed;
        private bool _resumed;

        public PartFile Part => part;

        public Wanted Wanted => wanted;

        public ContentHash Hash { get; private set; } = new(wanted.Sha512);

        /// <summary>The most of the file that was ever here: the same beginning again and again is no progress.</summary>
        public long Furthest { get; private set; }

        public void Add(int count, long limit)
        {
            _hashed += count;
            Furthest = Math.Max(Furthest, _hashed);
            if (_hashed > limit) throw new WebFault($"{WebSource.Show(wanted.Url)} sends more than {limit:N0} bytes", "upstream replaced the file, or another server answers in its place") { Poisoned = true };
            moved(count);
        }

        /// <summary>Brings the hash to the end of the part: reads only what was written by an earlier run.</summary>
        public async Task TakeOverAsync(SafeFileHandle file, long length, CancellationToken cancellationToken)
        {
            if (_hashed == length) return;
            Reset();
            _resumed = true;
            var buffer = new byte[1 << 20];
            while (_hashed < length)
            {
                var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - _hashed)), _hashed, cancellationToken);
                if (read == 0) throw new WebFault($"the part of {WebSource.Show(wanted.Url)} became shorter while it was read", null, again: true);
                Hash.Append(buffer.AsSpan(0, read));
                _hashed += read;
                moved(read);
            }
            Furthest = Math.Max(Furthest, _hashed);
        }

        public void Restart(SafeFileHandle file)
        {
            RandomAccess.SetLength(file, 0);
            Reset();
        }

        public Fetched Finish(PartNote note, long length)
        {
            var (sha256, sha512) = Hash.Finish();
            return new Fetched(part, sha256, sha512, length, note.ETag, note.LastModified, _resumed);
        }

        public void Dispose() => Hash.Dispose();

        private void Reset()
        {
            if (_hashed > 0) moved(-_hashed);
            Hash.Dispose();
            Hash = new ContentHash(wanted.Sha512);
            _hashed = 0;
            _resumed = false;
        }
    }
}
