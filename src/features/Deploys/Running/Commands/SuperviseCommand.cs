using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Redaction;
using Racklight.State;

namespace Racklight.Deploys.Running.Commands;

/// <summary>The supervisor's own verb: <see cref="Launch"/> calls it, no one else needs to.</summary>
internal static class SuperviseCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The deploy" };
        var launcher = new Option<string>("--launcher") { Description = "The process that hands the cloud's lock over", Required = true };
        var command = new OwnSignalsCommand(Launch.Verb, "Carry out a deploy that was written down (started by run, upgrade and resume)") { Hidden = true };
        command.Arguments.Add(id);
        command.Options.Add(launcher);
        command.WithExamples("racklight deploy supervise 20261129-051727-3fa9 --launcher 1234    # run, upgrade and resume start it");
        command.SetAction(async (parsed, _) =>
        {
            var state = StateDirectory.Default;
            var run = RunDirectory.Of(state, parsed.GetValue(id)!);
            var spec = run.ReadSpec();
            using var stop = new StopRequest(spec.Grace);
            using var interrupt = Relay(PosixSignal.SIGINT, stop);
            using var terminate = Relay(PosixSignal.SIGTERM, stop);
            // The terminal that it was started from may go.
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
            var url = Environment.GetEnvironmentVariable("RACKLIGHT_DATABASE") is { Length: > 0 } named ? named : null;
            await using var database = await Databases.OpenAsync(url, state, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
            await new CloudLock(database.Deploys, state, TimeProvider.System).TakeOverAsync(spec, ProcessIdentity.Parse(parsed.GetValue(launcher)), CancellationToken.None);
            using var keyring = await RunKeyring.UnlockAsync(spec, CancellationToken.None);
            return RunStarter.ExitCodeOf(await Supervisor.RunAsync(run, new SecretsInForce(spec, keyring), database.Deploys, TimeProvider.System, stop));
        });
        return command;
    }

    private static PosixSignalRegistration Relay(PosixSignal signal, StopRequest stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Ask($"ended by {signal}");
    });
}
