using System.Globalization;

namespace Racklight.Labs;

/// <summary>A process named for good: its pid alone is given again one day, together with its start time never.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Started">Clock ticks from boot to its start (proc(5), stat field 22).</param>
public sealed record ProcessMark(int Pid, string Started)
{
    /// <summary>The mark of a process; one that has ended has an empty start.</summary>
    public static ProcessMark Of(int pid) => new(pid, ReadStart(pid));

    /// <summary>True while that process runs.</summary>
    public bool IsAlive() => Started.Length > 0 && ReadStart(Pid) == Started;

    /// <inheritdoc/>
    public override string ToString() => $"{Pid.ToString(CultureInfo.InvariantCulture)} {Started}";

    private static string ReadStart(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            // The name in parentheses may itself hold blanks and parentheses: count from its end.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? "" : fields[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
