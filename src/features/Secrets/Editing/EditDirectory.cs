using System.Runtime.InteropServices;
using Racklight.App;

namespace Racklight.Secrets.Editing;

/// <summary>
/// A directory in memory for the plain text while it is edited, for nobody else to see. With the right to mount: a file system of its own in a
/// mount namespace of its own, which the kernel drops with the last process in it, whatever ends that. Without: a private directory
/// on a memory file system, deleted at the end, and swept by the next edit after a kill -9.
/// </summary>
internal static partial class EditDirectory
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int CloneNewNamespace = 0x00020000;
    private const ulong MountFlags = 0x2 | 0x4 | 0x8; // nosuid, nodev, noexec
    private const ulong PrivateRecursive = 0x40000 | 0x4000;
    private const long Tmpfs = 0x01021994;
    private const long Ramfs = 0x858458f6;

    /// <summary>Runs <paramref name="work"/> with such a directory, on a thread of its own.</summary>
    /// <exception cref="ProblemException">No place in memory is to be had: nothing was written.</exception>
    public static Task RunAsync(Action<string> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: unshare(CLONE_NEWNS) changes the thread for good, and what it starts lives in the same namespace.
        new Thread(() =>
        {
            try
            {
                if (OwnNamespace() is { } mounted) work(mounted);
                else InMemory(work);
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { Name = "edit" }.Start();
        return done.Task;
    }

    private static string? OwnNamespace()
    {
        if (!Environment.IsPrivilegedProcess || Unshare(CloneNewNamespace) != 0) return null;
        // Mounts made from here on must not be seen outside (mount_namespaces(7): shared subtrees).
        if (Mount("none", "/", null, PrivateRecursive, null) != 0) return null;
        const string At = "/run";
        var directory = Path.Combine(At, "racklight-edit");
        Directory.CreateDirectory(directory, Private);
        // noswap is Linux 6.4's; older kernels refuse it.
        return Mount("racklight", directory, "tmpfs", MountFlags, "mode=0700,size=256m,noswap") == 0 || Mount("racklight", directory, "tmpfs", MountFlags, "mode=0700,size=256m") == 0
            ? directory
            : null;
    }

    private static void InMemory(Action<string> work)
    {
        string?[] places = [Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/dev/shm"];
        var place = Array.Find(places, static place => place is { Length: > 0 } && Directory.Exists(place) && IsMemory(place))
            ?? throw new ProblemException("the plain text would touch a disk: neither XDG_RUNTIME_DIR nor /dev/shm is a file system in memory", "run as root, or: racklight secret get, encrypt-string", ExitCodes.Outside);
        RunJournal.Sweep(static text => Console.Error.WriteLine(text));
        using var journal = new RunJournal();
        var directory = Path.Combine(place, "racklight-edit-" + Guid.NewGuid().ToString("N"));
        journal.Record(LeftoverKind.Directory, directory);
        try
        {
            Directory.CreateDirectory(directory, Private);
            work(directory);
        }
        finally
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
            journal.Forget(LeftoverKind.Directory, directory);
        }
    }

    internal static unsafe bool IsMemory(string path)
    {
        // struct statfs begins with f_type, a machine word, on every 64-bit architecture.
        var buffer = stackalloc long[32];
        return Statfs(path, buffer) == 0 && buffer[0] is Tmpfs or Ramfs;
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string? type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statfs(string path, long* buffer);
}
