using Racklight.App;

namespace Racklight.Deploys.Running.Processes;

/// <summary>Looks whether a step's program is there, before it is started by way of others that could only say "127".</summary>
internal static class ProgramPath
{
    /// <summary>Does nothing when the program can be found.</summary>
    /// <exception cref="ProblemException">It cannot.</exception>
    public static void Require(ProcessSpec spec)
    {
        var path = spec.Environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        var places = spec.Program.Contains('/', StringComparison.Ordinal) ? [Path.GetFullPath(spec.Program, spec.Directory ?? Directory.GetCurrentDirectory())] : path.Split(':').Select(directory => Path.Combine(directory, spec.Program));
        if (places.Any(static place => File.Exists(place) && (File.GetUnixFileMode(place) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0)) return;
        throw new ProblemException($"{spec.Program} is not installed", InstallHint.For(spec.Program) ?? "--venv DIR names the virtual environment that it is in", ExitCodes.Outside);
    }
}
