using System.Diagnostics;
using System.Globalization;

namespace Racklight.App;

/// <summary>What a run has made outside its own memory.</summary>
public enum LeftoverKind
{
    /// <summary>A process, by pid and start time.</summary>
    Process,

    /// <summary>A network namespace, by name.</summary>
    Namespace,

    /// <summary>A mount point, by path.</summary>
    Mount,

    /// <summary>A directory to delete: never while anything is mounted below it.</summary>
    Directory,
}

/// <summary>
/// A run's list of what it made outside itself, on disk before each thing is made, so that what a killed run left is found
/// and cleaned up by the next. One file a run: <c>/run/racklight/PID-STARTTIME</c> (or below <c>XDG_RUNTIME_DIR</c> without root).
/// </summary>
public sealed class RunJournal : IDisposable
{
    private const string Unfinished = ".new";
    private readonly string _file;
    private readonly List<string> _lines = [];
    private readonly Lock _lock = new();

    /// <summary>Starts the journal of this process; several journals of one process do not meet.</summary>
    public RunJournal(string? directory = null)
    {
        directory ??= DefaultDirectory;
        Directory.CreateDirectory(directory);
        _file = Path.Combine(directory, $"{Environment.ProcessId}-{StartTime(Environment.ProcessId)}-{Guid.NewGuid().ToString("N")[..6]}");
    }

    /// <summary>Where journals lie unless a test says otherwise.</summary>
    public static string DefaultDirectory => Environment.IsPrivilegedProcess
        ? "/run/racklight"
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? Path.GetTempPath(), "racklight-" + Environment.UserName);

    /// <summary>Notes a thing; call it before making the thing (a process is noted by whoever starts it: <see cref="ProcessSpec.Journal"/>).</summary>
    public void Record(LeftoverKind kind, string value)
    {
        lock (_lock)
        {
            _lines.Add($"{kind} {value}");
            Save();
        }
    }

    /// <summary>Notes a process that was started.</summary>
    /// <returns>What <see cref="Forget"/> strikes out again.</returns>
    public string Record(Process process)
    {
        var value = $"{process.Id} {StartTime(process.Id)}";
        Record(LeftoverKind.Process, value);
        return value;
    }

    /// <summary>Strikes out a thing that was undone.</summary>
    public void Forget(LeftoverKind kind, string value)
    {
        lock (_lock)
        {
            if (_lines.Remove($"{kind} {value}")) Save();
        }
    }

    /// <summary>Undoes all that is still noted, last made first, and deletes the journal.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (Undo(_lines, static _ => { })) File.Delete(_file);
            _lines.Clear();
        }
    }

    /// <summary>Cleans up after runs that are no more. Call it at the start of every command that makes such things.</summary>
    public static void Sweep(Action<string> say, string? directory = null)
    {
        directory ??= DefaultDirectory;
        if (!Directory.Exists(directory)) return;
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            var parts = Path.GetFileName(file).Split('-');
            if (parts.Length < 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid) || StartTime(pid) == parts[1]) continue;
            if (file.EndsWith(Unfinished, StringComparison.Ordinal) || Undo(File.ReadAllLines(file), say)) File.Delete(file);
        }
    }

    private void Save()
    {
        if (_lines.Count == 0)
        {
            File.Delete(_file);
            return;
        }
        // Renamed into place: half a line of a run that was killed while writing could name another directory than the run's own.
        File.WriteAllLines(_file + Unfinished, _lines);
        File.Move(_file + Unfinished, _file, overwrite: true);
    }

    private static bool Undo(IReadOnlyList<string> lines, Action<string> say)
    {
        var clean = true;
        foreach (var line in lines.Reverse())
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || !Enum.TryParse<LeftoverKind>(line[..space], out var kind)) continue;
            clean &= Leftover.Remove(kind, line[(space + 1)..], say);
        }
        return clean;
    }

    /// <summary>A process's start time in clock ticks since boot (proc(5), field 22): with the pid it names a process for good. Empty when there is none.</summary>
    internal static string StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
