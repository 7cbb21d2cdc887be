using System.Globalization;
using System.Text;
using Racklight.Deploys.Running.Redaction;

namespace Racklight.Deploys.Running.Logs;

/// <summary>
/// A step's log: <c>2026-11-29T05:17:27.123Z o TASK [ping]</c>. <c>o</c> is standard output, <c>e</c> standard error, <c>-</c> what Racklight says.
/// Lines are on the disk's way at once, and secrets never get here: each stream passes its redactor first.
/// </summary>
internal sealed class StepLog : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly FileStream _stream;
    private readonly LineRedactor _output;
    private readonly LineRedactor _error;
    private readonly TimeProvider _time;
    private readonly Action<IOException> _failed;
    private readonly Lock _lock = new();
    private readonly ITimer _silence;
    private bool _isClosed;

    /// <summary>Opens a log; an earlier attempt's lines stay.</summary>
    /// <param name="path">The file.</param>
    /// <param name="secrets">What to hide.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Told once when the disk takes no more.</param>
    public StepLog(string path, SecretAutomaton secrets, TimeProvider time, Action<IOException> failed)
    {
        _stream = DurableFile.Append(path);
        (_output, _error) = (new LineRedactor(secrets), new LineRedactor(secrets));
        (_time, _failed) = (time, failed);
        _silence = time.CreateTimer(static log => ((StepLog)log!).Ease(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A line of standard output.</summary>
    public void Output(string line) => Add(_output, 'o', line);

    /// <summary>A line of standard error.</summary>
    public void Error(string line) => Add(_error, 'e', line);

    /// <summary>What Racklight itself has to say.</summary>
    public void Say(string line)
    {
        lock (_lock) Write('-', [new OutputLine(_time.GetUtcNow(), line)]);
    }

    /// <summary>The command has ended: writes what was held back, the last words that often say why, and then how it ended.</summary>
    public void End(string line)
    {
        lock (_lock) Flush();
        Say(line);
    }

    /// <summary>Writes what was held back and closes the file.</summary>
    public void Dispose()
    {
        _silence.Dispose();
        lock (_lock)
        {
            Flush();
            // What still comes is of something that outlived its step.
            _isClosed = true;
            _stream.Dispose();
        }
    }

    private void Add(LineRedactor redactor, char stream, string line)
    {
        lock (_lock)
        {
            Write(stream, redactor.Add(new OutputLine(_time.GetUtcNow(), line)));
            if (redactor.IsWaiting && !_isClosed) _silence.Change(Silence, Timeout.InfiniteTimeSpan);
        }
    }

    private void Flush()
    {
        Write('o', _output.Flush());
        Write('e', _error.Flush());
    }

    private void Ease()
    {
        lock (_lock)
        {
            Write('o', _output.Ease());
            Write('e', _error.Ease());
        }
    }

    private void Write(char stream, IReadOnlyList<OutputLine> lines)
    {
        if (_isClosed || lines.Count == 0) return;
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(line.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)).Append(' ').Append(stream).Append(' ').Append(line.Text).Append('\n');
        var length = _stream.Length;
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (IOException e)
        {
            _isClosed = true;
            try
            {
                // Half a line is worse than none.
                _stream.SetLength(length);
            }
            catch (IOException)
            {
                // The disk does not even take less.
            }
            _failed(e);
        }
    }
}
