using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Racklight.App.Hosting;

/// <summary>
/// Gives back the pages of code that only the start ran: the command line, the site's first reading, the container of services. Nobody writes to code, so
/// what is wanted again comes from the page cache (madvise(2), MADV_DONTNEED). Without, a fifth of what a server at rest seems to need is that.
/// </summary>
internal sealed partial class StartupPages(TimeProvider clock) : BackgroundService
{
    private const int DontNeed = 4;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The parts of a file in a process's memory that are code, by the lines of <c>/proc/PID/maps</c> (proc(5)). Not all that is read-only: the linker's
    /// tables are written before they are locked (RELRO), and would come back unwritten.
    /// </summary>
    internal static IEnumerable<(nint Start, nint Length)> Mappings(IEnumerable<string> maps, string file)
    {
        foreach (var line in maps)
        {
            var words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 6 || words[5] != file || words[1] != "r-xp") continue;
            var ends = words[0].Split('-');
            if (ends.Length == 2 && nint.TryParse(ends[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start) && nint.TryParse(ends[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end) && end > start)
                yield return (start, end - start);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessPath is not { } program) return;
        await Task.Delay(Settled, clock, stoppingToken);
        // A refusal changes nothing.
        foreach (var (start, length) in Mappings(File.ReadLines("/proc/self/maps"), program)) _ = Advise(start, length, DontNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nint length, int advice);
}
