using System.ComponentModel;
using System.Runtime.InteropServices;
using Racklight.App;

namespace Racklight.Labs.Commands;

/// <summary>Becomes another program inside a lab's namespace: terminal, signals and exit code are then the program's own.</summary>
internal static partial class NamespaceExec
{
    /// <exception cref="ProblemException">The namespace or the program is not there.</exception>
    public static int Become(string networkNamespace, IReadOnlyList<string> command)
    {
        // Our runtime ignores SIGPIPE, and a program inherits that: env puts it back.
        string?[] arguments = ["env", "--default-signal=PIPE", "--", .. command, null];
        return NetworkNamespace.Run<int>(networkNamespace, () =>
        {
            Execute("env", arguments);
            throw new ProblemException($"cannot run {command[0]}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}", InstallHint.For(command[0]), ExitCodes.Outside);
        });
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);
}
