using System.Globalization;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>What the preflight asks of the host.</summary>
internal sealed record HostView
{
    /// <summary>This host.</summary>
    public static HostView Real { get; } = new()
    {
        IsRoot = Environment.IsPrivilegedProcess,
        HasFile = File.Exists,
        HasProgram = static program => ProgramPath.Find(program) is not null,
        HasOvmf = OvmfFiles.Find() is not null,
        FreeDisk = static path => new DriveInfo(NearestExisting(path)).AvailableFreeSpace,
        FreeMemory = ReadFreeMemory(),
    };

    public required bool IsRoot { get; init; }

    public required Func<string, bool> HasFile { get; init; }

    public required Func<string, bool> HasProgram { get; init; }

    public required bool HasOvmf { get; init; }

    /// <summary>Bytes free where a path lies or will lie.</summary>
    public required Func<string, long> FreeDisk { get; init; }

    /// <summary>Bytes of RAM that can be had without swapping.</summary>
    public required long FreeMemory { get; init; }

    private static string NearestExisting(string path)
    {
        var at = Path.GetFullPath(path);
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { } parent) at = parent;
        return at;
    }

    private static long ReadFreeMemory()
    {
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (!line.StartsWith("MemAvailable:", StringComparison.Ordinal)) continue;
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
        return long.MaxValue;
    }
}
