namespace Racklight.App;

/// <summary>Looks for programs the way execvp(3) does, before they are started by way of others that could only say "127".</summary>
public static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The file that a name on PATH leads to, or null. Debian leaves <c>sbin</c> out of a user's PATH: it is looked through all the same.</summary>
    public static string? Find(string program)
        => Find(program, (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin", null);

    /// <summary>The file that <paramref name="spec"/> would run, by its own PATH and directory, or null.</summary>
    public static string? Find(ProcessSpec spec)
        => Find(spec.Program, spec.Environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "", spec.Directory);

    private static string? Find(string program, string path, string? directory)
    {
        var places = program.Contains('/', StringComparison.Ordinal)
            ? [Path.GetFullPath(program, directory ?? Directory.GetCurrentDirectory())]
            : path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, program));
        return places.FirstOrDefault(static place => File.Exists(place) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(place) & Executable) != 0));
    }
}
