using System.Diagnostics;
using System.Runtime.InteropServices;
using Racklight.App;

namespace Racklight.Acceptance.Boots;

/// <summary>The program under test as a process of its own: the binary that RACKLIGHT_BINARY names, else the one built with the tests.</summary>
internal static partial class RacklightProgram
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>The command line that runs it.</summary>
    public static ProcessSpec Spec(params IReadOnlyList<string> arguments)
        => Environment.GetEnvironmentVariable("RACKLIGHT_BINARY") is { Length: > 0 } binary
            ? new ProcessSpec(binary, arguments)
            : new ProcessSpec("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "racklight.dll"), .. arguments]);

    /// <summary>Runs it to its end.</summary>
    public static Task<ProcessResult> RunAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
        => ProcessRunner.RunAsync(Spec(arguments), cancellationToken);

    /// <summary>Starts it, in a network namespace when one is named.</summary>
    public static Process Start(string? networkNamespace, params IReadOnlyList<string> arguments)
    {
        var spec = Spec(arguments);
        // A shell starts its background jobs with SIGINT ignored, and that is inherited: tests that run as one must still be able to interrupt. env(1) keeps the pid.
        return NetworkNamespace.Run(networkNamespace, () => ProcessRunner.Start(spec with { Program = "env", Arguments = ["--default-signal=INT", spec.Program, .. spec.Arguments] }));
    }

    /// <summary>Sends a signal to a process that this test started.</summary>
    public static void Signal(Process process, int signal) => SendSignal(process.Id, signal).ShouldBe(0);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
