using System.Globalization;

namespace Racklight.Deploys.Running.Processes;

/// <summary>A process by its pid and its start time (proc(5), field 22), which name it for good on its machine: pids are used again.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="StartTime">In clock ticks since the machine started.</param>
internal readonly record struct ProcessIdentity(int Pid, string StartTime)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = Of(Environment.ProcessId)!.Value;

    /// <summary>True while it runs; a zombie does not.</summary>
    public bool IsAlive => Pid > 0 && Read(Pid) is { } now && now.StartTime == StartTime && now.State is not ('Z' or 'X');

    /// <summary>The process that has a pid now, or null.</summary>
    public static ProcessIdentity? Of(int pid) => Read(pid) is { } now ? new ProcessIdentity(pid, now.StartTime) : null;

    /// <summary>Reads what <see cref="ToString"/> wrote; a process that never was for anything else.</summary>
    public static ProcessIdentity Parse(string? text)
        => text?.Split(' ') is [var pid, var start] && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new ProcessIdentity(number, start) : default;

    /// <summary>As journals and the store keep it: <c>4711 882211</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pid} {StartTime}");

    private static (char State, string StartTime)? Read(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            // The name in field 2 may hold blanks and parentheses.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], fields[19]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
