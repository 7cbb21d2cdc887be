using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>A virtual machine of a <see cref="Rack"/>. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing; the rest belongs to the rack.")]
public sealed class Machine
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(5);
    private readonly MachineHost _host;
    private readonly MachineFiles _files;
    private readonly SerialConsole _console;
    private readonly SemaphoreSlim _power = new(1, 1);
    private RunningMachine? _running;

    internal Machine(MachineOptions options, MacAddress mac, MachineFiles files, SerialConsole console, string consoleLog, string consoleSocket, MachineHost host)
    {
        (Options, Mac, _files, _console, ConsoleLog, ConsoleSocket, _host) = (options, mac, files, console, consoleLog, consoleSocket, host);
    }

    /// <summary>Raised after each change, on any thread; keep it short.</summary>
    public event Action<MachineEvent>? Changed;

    /// <summary>What it was asked to be.</summary>
    public MachineOptions Options { get; }

    /// <summary>Its name within the rack.</summary>
    public string Name => Options.Name;

    /// <summary>The address of its card.</summary>
    public MacAddress Mac { get; }

    /// <summary>The file that its serial console is logged to, from the rack's making on.</summary>
    public string ConsoleLog { get; }

    /// <summary>A Unix socket on which terminals see the console and type into it.</summary>
    public string ConsoleSocket { get; }

    /// <summary>Whether it has power.</summary>
    public PowerState State => _running is null ? PowerState.Off : PowerState.Running;

    /// <summary>QEMU's process while it runs.</summary>
    public int? Pid => _running?.Process.Mark.Pid;

    /// <summary>When it was switched on; null while it is off.</summary>
    public DateTimeOffset? Since => _running?.Since;

    /// <summary>How long it has had power.</summary>
    public TimeSpan Uptime => _running is { } running ? _host.Clock.GetUtcNow() - running.Since : TimeSpan.Zero;

    /// <summary>The number of console lines so far: a place to wait from.</summary>
    public long ConsolePosition => _console.Lines.Count;

    /// <summary>The console's lines from <paramref name="from"/> on (default: the first kept), then further ones as they come.</summary>
    public IAsyncEnumerable<string> ConsoleAsync(long from = 0, CancellationToken cancellationToken = default) => _console.Lines.ReadAsync(from, cancellationToken);

    /// <summary>Waits for a console line (or prompt) that matches, from <paramref name="from"/> on (default: the first kept).</summary>
    /// <exception cref="EndOfStreamException">The rack went first.</exception>
    public Task<Match> WaitForLineAsync(Regex pattern, long from = 0, CancellationToken cancellationToken = default) => _console.Lines.WaitAsync(pattern, from, cancellationToken);

    /// <summary>Waits for the next change of that kind.</summary>
    public async Task<MachineEvent> WaitForAsync(MachineEventKind kind, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<MachineEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(MachineEvent e)
        {
            if (e.Kind == kind) found.TrySetResult(e);
        }
        Changed += Look;
        try
        {
            return await found.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Changed -= Look;
        }
    }

    /// <summary>Types text into the serial console.</summary>
    public Task TypeAsync(string text, CancellationToken cancellationToken) => _console.TypeAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Switches it on; nothing happens when it is on.</summary>
    /// <exception cref="ProblemException">QEMU did not start.</exception>
    public Task PowerOnAsync(CancellationToken cancellationToken = default) => LockedAsync(async () =>
    {
        if (_running is null) await StartAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Takes its power away at once, as a pulled plug does; nothing happens when it is off.</summary>
    public Task PowerOffAsync(CancellationToken cancellationToken = default) => LockedAsync(StopAsync, cancellationToken);

    /// <summary>Presses the reset button.</summary>
    /// <exception cref="ProblemException">It is off.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default)
        => LockedAsync(() => AskAsync("reset", "system_reset", cancellationToken), cancellationToken);

    /// <summary>Power off, then on.</summary>
    public Task CycleAsync(CancellationToken cancellationToken = default) => LockedAsync(async () =>
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Writes what is on its screen to a PNG file.</summary>
    /// <exception cref="ProblemException">It is off, or the file cannot be written.</exception>
    public async Task ScreenshotAsync(string file, CancellationToken cancellationToken = default)
    {
        var dump = _files.QmpSocket + "-" + Guid.NewGuid().ToString("N")[..6] + ".ppm";
        try
        {
            await AskAsync("screenshot", "screendump", cancellationToken, ("filename", dump));
            await File.WriteAllBytesAsync(file, PngImage.FromPpm(await File.ReadAllBytesAsync(dump, cancellationToken)), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ProblemException($"cannot write the screenshot {file}: {e.Message}", null, ExitCodes.Outside, e);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var running = await StartQemuAsync(cancellationToken);
        // First known, then let go: the guest may end before this method does.
        _running = running;
        _ = WatchAsync(running);
        await AskAsync("start", "cont", cancellationToken);
        Tell(MachineEventKind.PoweredOn, byGuest: false, $"pid {running.Process.Mark.Pid}, {(_host.Accelerator.IsKvm ? "KVM" : "TCG")}");
    }

    private async Task<RunningMachine> StartQemuAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        using var qmpListener = Listen(_files.QmpSocket);
        using var serialListener = Listen(_files.SerialSocket);
        var process = QemuProcess.Start(_host, QemuCommand.Build(_host.Rack, Options, Mac, _files, _host.Accelerator));
        try
        {
            var qmp = await process.RaceAsync(qmpListener.AcceptAsync(limit.Token).AsTask());
            var serial = await process.RaceAsync(serialListener.AcceptAsync(limit.Token).AsTask());
            var pump = _console.PumpAsync(new NetworkStream(serial, ownsSocket: true));
            var client = await QmpClient.OpenAsync(new NetworkStream(qmp, ownsSocket: true), OnQmp, limit.Token);
            return new RunningMachine(process, client, pump, _host.Clock.GetUtcNow());
        }
        catch (OperationCanceledException e)
        {
            await process.KillAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProblemException($"QEMU for {Name} did not come up within {StartLimit.TotalSeconds:0} s", "is the host out of memory?", ExitCodes.Outside, e);
        }
        catch (QemuGoneException)
        {
            // It connects before it has read all of its command line: the lost connection is not the reason, what it said is.
            await process.LetEndAsync();
            throw await process.EarlyEndAsync();
        }
        catch
        {
            await process.KillAsync();
            throw;
        }
        finally
        {
            File.Delete(_files.QmpSocket);
            File.Delete(_files.SerialSocket);
        }
    }

    private async Task StopAsync()
    {
        if (_running is not { } running) return;
        running.Stopping = true;
        try
        {
            await running.Qmp.ExecuteAsync("quit", CancellationToken.None).WaitAsync(QuitLimit);
            await running.Process.Ended.WaitAsync(QuitLimit);
        }
        catch (Exception e) when (e is ProblemException or QemuGoneException or TimeoutException)
        {
            await running.Process.KillAsync();
        }
        await running.Over.Task;
    }

    private async Task WatchAsync(RunningMachine running)
    {
        var exitCode = await running.Process.Ended;
        await running.Pump;
        await running.Qmp.DisposeAsync();
        _running = null;
        try
        {
            if (exitCode == 0 || running.Stopping || _host.Stopping.IsCancellationRequested)
                Tell(MachineEventKind.PoweredOff, running.ShutDownByGuest, running.ShutDownByGuest ? "the guest switched it off" : "switched off");
            else
                Tell(MachineEventKind.Failed, byGuest: false, $"QEMU ended with exit code {exitCode}: {running.Process.LastWords}");
        }
        finally
        {
            running.Over.TrySetResult();
        }
    }

    private void OnQmp(QmpEvent e)
    {
        if (e.Name == "RESET") Tell(MachineEventKind.Reset, e.ByGuest, e.ByGuest ? "the guest rebooted" : "reset");
        else if (e.Name == "SHUTDOWN" && _running is { } running) running.ShutDownByGuest = e.ByGuest;
    }

    private void Tell(MachineEventKind kind, bool byGuest, string message)
    {
        _host.OnChange();
        Changed?.Invoke(new MachineEvent(Name, kind, byGuest, message));
    }

    private async Task AskAsync(string what, string command, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        try
        {
            await (_running ?? throw Off(what, null)).Qmp.ExecuteAsync(command, cancellationToken, arguments);
        }
        catch (QemuGoneException e)
        {
            throw Off(what, e);
        }
    }

    private ProblemException Off(string what, Exception? inner) => new($"{Name} is off, so there is no {what}", $"racklight lab power {Name} on", ExitCodes.NotSo, inner);

    private async Task LockedAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        await _power.WaitAsync(cancellationToken);
        try
        {
            await action();
        }
        finally
        {
            _power.Release();
        }
    }

    private static Socket Listen(string path)
    {
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }
}

/// <summary>A machine that has power.</summary>
internal sealed record RunningMachine(QemuProcess Process, QmpClient Qmp, Task Pump, DateTimeOffset Since)
{
    /// <summary>It was asked to end from outside.</summary>
    public bool Stopping { get; set; }

    /// <summary>The guest switched itself off.</summary>
    public bool ShutDownByGuest { get; set; }

    /// <summary>Set when the machine counts as off.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a machine gets from its rack.</summary>
internal sealed record MachineHost(string Rack, string Namespace, Accelerator Accelerator, RunJournal Journal, TimeProvider Clock, Action OnChange, CancellationToken Stopping);
