using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Racklight.App;

/// <summary>
/// Runs code inside a network namespace. A socket belongs for life to the namespace of the thread that made it (network_namespaces(7)),
/// so one process can serve a virtual rack's wire and the user's browser at once.
/// </summary>
public static partial class NetworkNamespace
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>Runs <paramref name="action"/> on a thread of its own that has entered the named namespace (<c>/run/netns/NAME</c>); on the spot when the name is null.</summary>
    /// <exception cref="ProblemException">The namespace does not exist, or entering it is not permitted.</exception>
    public static T Run<T>(string? name, Func<T> action)
    {
        if (name is null) return action();
        T result = default!;
        Exception? failure = null;
        // A thread of its own, never one of the pool's: setns() changes the thread for good, so it ends with its work.
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        })
        { IsBackground = true, Name = "netns " + name };
        thread.Start();
        thread.Join();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return result;
    }

    private static void Enter(string name)
    {
        var path = "/run/netns/" + name;
        using var handle = File.Exists(path)
            ? File.OpenHandle(path)
            : throw new ProblemException($"network namespace {name} does not exist", "racklight lab status", ExitCodes.Outside);
        if (SetNamespace(handle.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
        {
            var error = new Win32Exception(Marshal.GetLastPInvokeError());
            throw new ProblemException($"cannot enter network namespace {name}: {error.Message}", "run as root", ExitCodes.Outside);
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
