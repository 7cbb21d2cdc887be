using System.Globalization;
using Racklight.App;

namespace Racklight.Images.Building;

/// <summary>What must be so before a build begins: said at once, with the remedy, instead of after two minutes.</summary>
internal static class Preflight
{
    public static void Check(string state, IReadOnlyList<BuildStep> missing, IEnumerable<string> programs, StepTimes times)
    {
        var problems = new List<Problem>();
        if (!Environment.IsPrivilegedProcess) problems.Add(new Problem("building an image needs root: packages own files as root and are configured in a chroot") { Hint = "run it with sudo" });
        foreach (var program in programs.Where(static program => ProgramPath.Find(program) is null))
            problems.Add(new Problem($"{program} is not installed") { Hint = InstallHint.For(program) ?? (program == "unshare" ? "apt-get install util-linux" : null) });
        var need = missing.Sum(step => times.Find(step.Name)?.Bytes is > 0 and var known ? known : step.Room);
        Directory.CreateDirectory(state);
        var free = new DriveInfo(state).AvailableFreeSpace;
        if (free < need)
            problems.Add(new Problem($"the build needs {Mebibytes(need)} in {state}, {Mebibytes(free)} are free") { Hint = "racklight image gc, or --state on a larger disk" });
        if (problems.Count > 0) throw new ProblemException(problems, ExitCodes.Outside);
    }

    private static string Mebibytes(long bytes) => (bytes >> 20).ToString("N0", CultureInfo.InvariantCulture) + " MiB";
}
