using System.Diagnostics;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>QEMU's process: in the rack's namespace, in the journal, its last words kept.</summary>
internal sealed class QemuProcess
{
    private const int KeptWords = 4096;
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly RunJournal _journal;
    private readonly Lock _lock = new();
    private string _lastWords = "";

    private QemuProcess(Process process, RunJournal journal)
    {
        (_process, _journal) = (process, journal);
        Mark = ProcessMark.Of(process.Id);
        Ended = EndAsync();
    }

    /// <summary>Which process.</summary>
    public ProcessMark Mark { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> Ended { get; }

    /// <summary>The end of what it said, one line.</summary>
    public string LastWords
    {
        get
        {
            lock (_lock) return _lastWords.Trim().Split('\n')[^1];
        }
    }

    /// <summary>Starts it from a thread inside the namespace, which children inherit.</summary>
    public static QemuProcess Start(MachineHost host, IReadOnlyList<string> arguments)
    {
        var process = NetworkNamespace.Run(host.Namespace, () => ProcessRunner.Start(new ProcessSpec(QemuCommand.Program, arguments) { Journal = host.Journal }));
        process.StandardInput.Close();
        return new QemuProcess(process, host.Journal);
    }

    /// <summary>The task's result, or a problem when QEMU ends first.</summary>
    public async Task<T> RaceAsync<T>(Task<T> task)
    {
        if (await Task.WhenAny(task, Ended) == task) return await task;
        throw await EarlyEndAsync();
    }

    /// <summary>The problem of a machine that did not start, with QEMU's own words.</summary>
    public async Task<ProblemException> EarlyEndAsync()
        => new($"QEMU ended with exit code {await Ended} before its machine started: {LastWords}", null, ExitCodes.Outside);

    /// <summary>Waits for a process that is ending by itself, and kills it when it does not.</summary>
    public async Task LetEndAsync()
    {
        await Task.WhenAny(Ended, Task.Delay(KillLimit));
        await KillAsync();
    }

    /// <summary>Kills it and waits, at most 5 s: a process stuck in the kernel is left to the next sweep.</summary>
    public async Task KillAsync()
    {
        try
        {
            _process.Kill();
            await Ended.WaitAsync(KillLimit);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            // Ended already, or stuck: the journal still names it in the second case.
        }
    }

    private async Task<int> EndAsync()
    {
        var output = DrainAsync(_process.StandardOutput);
        var error = DrainAsync(_process.StandardError);
        await _process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        _journal.Forget(LeftoverKind.Process, Mark.ToString());
        return _process.ExitCode;
    }

    private async Task DrainAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lastWords = (_lastWords + "\n" + line) is { Length: > KeptWords } all ? all[^KeptWords..] : _lastWords + "\n" + line;
            }
        }
    }
}
