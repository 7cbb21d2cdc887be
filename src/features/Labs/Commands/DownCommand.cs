using System.CommandLine;
using System.Runtime.InteropServices;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab down</c>: asks a lab's owner to end, and waits until all of it is gone.</summary>
internal static partial class DownCommand
{
    private const int Terminate = 15;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The lab; not needed when only one runs.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("down", "Take a lab down; also cleans up after labs that were killed.") { name }.WithExamples("racklight lab down lab");
        command.SetAction(async (parse, cancellationToken) =>
        {
            await LabRegistry.SweepAsync(Console.Error.WriteLine);
            await StopAsync(LabRegistry.Find(parse.GetValue(name)), cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task StopAsync(LabState lab, CancellationToken cancellationToken)
    {
        if (Kill(lab.Owner.Pid, Terminate) != 0)
            throw new ProblemException($"cannot signal the owner of lab {lab.Name}, process {lab.Owner.Pid}", "are you the user who started it?", ExitCodes.Outside);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            // Not our child, so there is nothing to wait on but its being there.
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (lab.Owner.IsAlive()) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException($"the owner of lab {lab.Name}, process {lab.Owner.Pid}, did not end within {Limit.TotalSeconds:0} s",
                $"kill -9 {lab.Owner.Pid}, then racklight lab status cleans up", ExitCodes.Outside, e);
        }
        await LabRegistry.SweepAsync(Console.Error.WriteLine);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
