using Racklight.App;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>Starts a run's supervisor: this program again, in a session of its own, so that neither a closed terminal nor a killed front end ends it.</summary>
internal static class Launch
{
    /// <summary>The supervisor's verb; hidden, since it is no one's to call.</summary>
    public const string Verb = "supervise";

    /// <summary>Starts it. The caller holds the cloud's lock, and hands it over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state">The state directory.</param>
    /// <param name="database">The database's URL, or null.</param>
    public static System.Diagnostics.Process Start(RunDirectory run, string state, string? database)
    {
        string[] self = ["env", "--default-signal=INT,TERM,HUP", .. Self(), "deploy", Verb, run.Id, "--launcher", ProcessIdentity.Current.ToString()];
        return ProcessRunner.Start(new ProcessSpec("setsid", self)
        {
            // A database's URL may hold a password: never in arguments.
            Environment = new Dictionary<string, string?> { ["RACKLIGHT_STATE"] = state, ["RACKLIGHT_DATABASE"] = database },
        });
    }

    /// <summary>What a supervisor that never began leaves: a lock, and a deploy that the history takes for running.</summary>
    public static async Task GiveUpAsync(RunDirectory run, IDeployStore store, string message)
    {
        var progress = RunProgress.Read(run) with { State = DeployState.Failed, Message = message };
        await store.SaveAsync(RunRecorder.RecordOf(run, progress), RunRecorder.StepsOf(progress), CancellationToken.None);
        await store.ReleaseLockAsync(progress.Spec.Cloud, progress.Spec.Id, CancellationToken.None);
    }

    /// <summary>This program: the native binary, or the runtime with the assembly.</summary>
    public static IReadOnlyList<string> Self()
    {
        var program = Environment.ProcessPath ?? throw new ProblemException("this program does not know its own path", null, ExitCodes.Outside);
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }
}
