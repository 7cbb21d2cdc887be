using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Racklight.Acceptance.Boots;

/// <summary>A long-running process whose lines go to a file and can be waited for.</summary>
internal sealed class LoggedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _lock = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _pumping;

    public LoggedProcess(Process process, string logFile)
    {
        _process = process;
        _log = new StreamWriter(logFile) { AutoFlush = true };
        _process.StandardInput.Close();
        _pumping = PumpAllAsync();
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Waits for a line; fails with all that was said when the process ends before.</summary>
    public async Task<Match> WaitForLineAsync(Regex pattern, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            said.Add(line);
            if (pattern.Match(line) is { Success: true } match) return match;
        }
        await _process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"ended with exit code {_process.ExitCode} before a line like '{pattern}' came:\n{string.Join('\n', said)}");
    }

    public void Signal(int signal) => RacklightProgram.Signal(_process, signal);

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _pumping;
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, and kills it when it does not within 20 s.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(RacklightProgram.Terminate);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }
        await _pumping;
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private async Task PumpAllAsync()
    {
        await Task.WhenAll(PumpAsync(_process.StandardOutput), PumpAsync(_process.StandardError));
        _lines.Writer.Complete();
    }

    private async Task PumpAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock) _log.WriteLine(line);
            _lines.Writer.TryWrite(line);
        }
    }
}
