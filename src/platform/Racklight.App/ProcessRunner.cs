using System.ComponentModel;
using System.Diagnostics;

namespace Racklight.App;

/// <summary>Which of the three standard streams.</summary>
[Flags]
public enum StandardStreams
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Standard input.</summary>
    Input = 1,

    /// <summary>Standard output.</summary>
    Output = 2,

    /// <summary>Standard error.</summary>
    Error = 4,

    /// <summary>All three.</summary>
    All = 7,
}

/// <summary>A program to run. Secrets belong in <see cref="Input"/> or <see cref="Environment"/>, never in <see cref="Arguments"/>: those are world-readable in /proc.</summary>
/// <param name="Program">A name on PATH, or a path.</param>
/// <param name="Arguments">Passed as they are; no shell reads them.</param>
public sealed record ProcessSpec(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; null: here.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables set besides the inherited ones; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Written to its standard input, which is then closed.</summary>
    public string? Input { get; init; }

    /// <summary>Streams that it shares with us instead of getting pipes: an editor has the user's terminal, a script that asks has the user.</summary>
    public StandardStreams Shared { get; init; }

    /// <summary>Killed after that long; null: no limit but the caller's token.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>
    /// Where it is noted before it begins and struck out when <see cref="ProcessRunner.RunAsync"/> saw it end: a run that is killed meanwhile leaves it to be ended
    /// by the next. Its input must not be <see cref="Shared"/>.
    /// </summary>
    public RunJournal? Journal { get; init; }

    /// <summary>Called for each line of standard output as it comes.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>Called for each line of standard error as it comes.</summary>
    public Action<string>? OnError { get; init; }
}

/// <summary>How a program ended. Output is kept to its last 1,000 lines a stream.</summary>
/// <param name="ExitCode">0 for success; 128+N when signal N ended it.</param>
/// <param name="Output">The end of standard output.</param>
/// <param name="Error">The end of standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>True for exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;
}

/// <summary>The one way in for other programs: bounded, cancellable as a whole tree, and with an error that names the package to install.</summary>
public static class ProcessRunner
{
    private const int KeptLines = 1000;

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="ProblemException">It is not installed, or its limit ran out.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program and its children were killed.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessSpec spec, CancellationToken cancellationToken = default)
    {
        using var process = Start(spec, out var noted);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (spec.Limit is { } duration) limit.CancelAfter(duration);
        var output = spec.Shared.HasFlag(StandardStreams.Output) ? Task.FromResult("") : ReadAsync(process.StandardOutput, spec.OnOutput);
        var error = spec.Shared.HasFlag(StandardStreams.Error) ? Task.FromResult("") : ReadAsync(process.StandardError, spec.OnError);
        try
        {
            if (spec.Input is not null)
            {
                try
                {
                    await process.StandardInput.WriteAsync(spec.Input.AsMemory(), limit.Token);
                }
                catch (IOException)
                {
                    // It ended without reading its input; its exit code says whether that was wrong.
                }
            }
            if (!spec.Shared.HasFlag(StandardStreams.Input)) process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProblemException($"{spec.Program} did not end within {spec.Limit!.Value.TotalSeconds:0} s and was stopped", null, ExitCodes.Outside);
        }
        finally
        {
            if (noted is not null) spec.Journal!.Forget(LeftoverKind.Process, noted);
        }
        return new ProcessResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a program and throws when it fails, with the end of what it said.</summary>
    /// <exception cref="ProblemException">It is not installed, failed, or its limit ran out.</exception>
    public static async Task<string> RequireAsync(ProcessSpec spec, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(spec, cancellationToken);
        if (result.Succeeded) return result.Output;
        var said = (result.Error.Length > 0 ? result.Error : result.Output).Trim();
        var lines = said.Split('\n');
        var end = string.Join("\n    ", lines.TakeLast(8));
        throw new ProblemException($"{spec.Program} {string.Join(' ', spec.Arguments)} failed with exit code {result.ExitCode}:\n    {end}", null, ExitCodes.Outside);
    }

    /// <summary>Starts a program that outlives this call; its streams are piped but for those that it shares. The caller waits for it or kills it.</summary>
    /// <exception cref="ProblemException">It is not installed.</exception>
    public static Process Start(ProcessSpec spec) => Start(spec, out _);

    // A process has no pid to note before it is started, and whoever is killed between the two leaves a process that nobody knows of. So a noted one waits behind
    // a gate for one line of input: it comes when the pid is on disk, and never when we die before (the pipe ends, and so does the gate).
    private static Process Start(ProcessSpec spec, out string? noted)
    {
        noted = null;
        if (spec.Journal is not { } journal) return StartNow(spec);
        if (ProgramPath.Find(spec) is null) throw NotInstalled(spec, null);
        var process = StartNow(spec with { Program = "/bin/sh", Arguments = ["-c", "read -r _ && exec \"$@\"", "sh", spec.Program, .. spec.Arguments] });
        try
        {
            noted = journal.Record(process);
            process.StandardInput.Write('\n');
            process.StandardInput.Flush();
            return process;
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    private static Process StartNow(ProcessSpec spec)
    {
        var start = new ProcessStartInfo(spec.Program)
        {
            RedirectStandardInput = !spec.Shared.HasFlag(StandardStreams.Input),
            RedirectStandardOutput = !spec.Shared.HasFlag(StandardStreams.Output),
            RedirectStandardError = !spec.Shared.HasFlag(StandardStreams.Error),
            UseShellExecute = false,
            WorkingDirectory = spec.Directory ?? "",
        };
        foreach (var argument in spec.Arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in spec.Environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e) when (e.NativeErrorCode == 2)
        {
            // The same error, for another reason.
            throw spec.Directory is { } directory && !Directory.Exists(directory) ? new ProblemException($"{spec.Program} cannot be run: the directory {directory} does not exist", null, ExitCodes.Outside, e) : NotInstalled(spec, e);
        }
        catch (Win32Exception e)
        {
            throw new ProblemException($"cannot run {spec.Program}: {e.Message}", null, ExitCodes.Outside, e);
        }
    }

    private static ProblemException NotInstalled(ProcessSpec spec, Exception? inner) => new($"{spec.Program} is not installed", InstallHint.For(spec.Program), ExitCodes.Outside, inner);

    private static async Task<string> ReadAsync(StreamReader reader, Action<string>? onLine)
    {
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (lines.Count == KeptLines) lines.Dequeue();
            lines.Enqueue(line);
            onLine?.Invoke(line);
        }
        return string.Join('\n', lines);
    }
}
