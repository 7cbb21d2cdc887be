using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.State;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy cancel</c>: what Ctrl-C does, from another terminal.</summary>
internal static class CancelCommand
{
    public static Command Create(DeployStores stores)
    {
        var id = new Argument<string>("ID") { Description = "The deploy" };
        var now = new Option<bool>("--now") { Description = "Do not wait for the tasks that run: SIGTERM, and SIGKILL ten seconds later" };
        var command = stores.On(new Command("cancel", "End a deploy of this machine: Ansible finishes the tasks that run now") { id, now })
            .WithExamples("racklight deploy cancel 20261129-051727-3fa9", "racklight deploy cancel 20261129-051727-3fa9 --now");
        command.SetAction(parsed =>
        {
            var progress = RunProgress.Read(RunDirectory.Of(stores.Directory(parsed), parsed.GetValue(id)!));
            if (progress.State == DeployState.Waiting) throw new ProblemException($"deploy {progress.Spec.Id} waits: nothing runs that could be ended", $"racklight deploy lock --cloud {progress.Spec.Cloud} --break {progress.Spec.Id} gives it up", ExitCodes.NotSo);
            if (progress.State != DeployState.Running || !progress.Runner.IsAlive) throw new ProblemException($"deploy {progress.Spec.Id} is not being run", $"racklight deploy show {progress.Spec.Id}", ExitCodes.NotSo);
            ProcessGroup.InterruptProcess(progress.Runner.Pid);
            if (parsed.GetValue(now)) ProcessGroup.InterruptProcess(progress.Runner.Pid);
            Console.Error.WriteLine($"asked; racklight deploy attach {progress.Spec.Id} shows its end");
            return ExitCodes.Done;
        });
        return command;
    }
}
