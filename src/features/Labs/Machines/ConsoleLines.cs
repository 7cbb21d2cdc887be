using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Racklight.Labs;

/// <summary>
/// Turns a serial console's bytes into lines for any number of readers. Escape sequences are dropped; those that move the cursor end the line,
/// since firmware draws its screens with them and sends no line feeds.
/// </summary>
internal sealed class ConsoleLines
{
    private const int Kept = 20_000;
    private const int LongestLine = 4096;
    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _current = new();
    private readonly StringBuilder _escape = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _first;
    private bool _inEscape;
    private bool _ended;

    /// <summary>How many lines there were so far.</summary>
    public long Count
    {
        get
        {
            lock (_lock) return _first + _lines.Count;
        }
    }

    /// <summary>Takes what came.</summary>
    public void Add(ReadOnlySpan<byte> data)
    {
        Span<char> chars = new char[data.Length + 4];
        lock (_lock)
        {
            var count = _decoder.GetChars(data, chars, flush: false);
            foreach (var c in chars[..count]) Take(c);
            Pulse();
        }
    }

    /// <summary>No more will come: readers end.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            Pulse();
        }
    }

    /// <summary>Lines from number <paramref name="from"/> on (0: the first that is kept), and further ones as they come, until the rack is gone.</summary>
    public async IAsyncEnumerable<string> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (lines, _, more, ended) = Snapshot(from);
            from = more.Next;
            foreach (var line in lines) yield return line;
            if (ended && lines.Length == 0) yield break;
            if (lines.Length == 0) await more.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The first line from number <paramref name="from"/> on that matches; a prompt counts before its line ends.</summary>
    /// <exception cref="EndOfStreamException">The rack went before such a line came.</exception>
    public async Task<Match> WaitAsync(Regex pattern, long from, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (lines, partial, more, ended) = Snapshot(from);
            from = more.Next;
            foreach (var line in lines)
            {
                if (pattern.Match(line) is { Success: true } match) return match;
            }
            if (pattern.Match(partial) is { Success: true } prompt) return prompt;
            if (ended) throw new EndOfStreamException($"the console ended before a line like '{pattern}' came");
            await more.Task.WaitAsync(cancellationToken);
        }
    }

    private (string[] Lines, string Partial, (long Next, Task Task) More, bool Ended) Snapshot(long from)
    {
        lock (_lock)
        {
            var skip = (int)Math.Clamp(from - _first, 0, _lines.Count);
            return ([.. _lines.Skip(skip)], _current.ToString(), (Math.Max(from, _first + _lines.Count), _more.Task), _ended);
        }
    }

    private void Take(char c)
    {
        if (_inEscape) Escape(c);
        else if (c == '\u001b') _inEscape = true;
        else if (c == '\n') EndLine();
        else if (c >= ' ' && _current.Length < LongestLine) _current.Append(c);
    }

    private void Escape(char c)
    {
        _escape.Append(c);
        if (_escape.Length == 1 && c is '[' or '(' or ']') return;
        // ECMA-48 §5.4: parameters and intermediates are 0x20-0x3F, the final octet 0x40-0x7E.
        if (_escape.Length < 32 && _escape[0] == '[' && c is >= ' ' and <= '?') return;
        if (c is 'H' or 'f' or 'J' && _current.Length > 0) EndLine();
        _inEscape = false;
        _escape.Clear();
    }

    private void EndLine()
    {
        if (_lines.Count == Kept)
        {
            _lines.Dequeue();
            _first++;
        }
        _lines.Enqueue(_current.ToString().TrimEnd());
        _current.Clear();
    }

    private void Pulse()
    {
        _more.TrySetResult();
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
