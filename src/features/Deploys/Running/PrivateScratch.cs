namespace Racklight.Deploys.Running;

/// <summary>A directory in memory for a run's temporary files: 0700, never on a disk, gone with the run.</summary>
internal static class PrivateScratch
{
    /// <summary>Where it is.</summary>
    public static string PathOf(string id) => Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "racklight-deploy-" + id);

    /// <summary>Makes it afresh: what a killed runner left there goes first.</summary>
    /// <exception cref="ProblemException">Somebody else has put something there.</exception>
    public static void Make(string id)
    {
        Remove(id);
        var path = PathOf(id);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // CreateDirectory is content with what is there already.
        if (new DirectoryInfo(path).LinkTarget is not null || Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new ProblemException($"{path} is in the way: it is not of this run", $"look whose it is: ls -ld {path}", ExitCodes.Outside);
        }
    }

    /// <summary>Removes it with all that is in it.</summary>
    public static void Remove(string id)
    {
        var path = PathOf(id);
        if (new DirectoryInfo(path).LinkTarget is null && Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
