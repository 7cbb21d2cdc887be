using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Live;
using Racklight.Deploys.Running.Reports;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy attach</c>: looks at a run that goes on; Ctrl-C ends the looking only.</summary>
internal static class AttachCommand
{
    public static Command Create(DeployStores stores)
    {
        var id = new Argument<string>("ID") { Description = "The deploy" };
        var output = CommonOptions.Output();
        var command = stores.On(new Command("attach", "Show a deploy of this machine as it goes on, until it ends") { id, output })
            .WithExamples("racklight deploy attach 20261129-051727-3fa9");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = RunDirectory.Of(stores.Directory(parsed), parsed.GetValue(id)!);
            var progress = await RunScreen.ShowAsync(new RunFollower(run, TimeProvider.System), static () => false, cancellationToken);
            Print.Result(parsed.GetValue(output), ResultView.Of(progress), ReportsJson.Default.ResultView, ResultTable.Of);
            return RunStarter.ExitCodeOf(progress.State);
        });
        return command;
    }
}
