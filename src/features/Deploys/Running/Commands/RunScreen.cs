using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Live;
using Spectre.Console;

namespace Racklight.Deploys.Running.Commands;

/// <summary>Shows a run on standard error: a tree on a terminal, else lines.</summary>
internal static class RunScreen
{
    /// <summary>Follows a run to its end.</summary>
    public static async Task<RunProgress> ShowAsync(RunFollower follower, Func<bool> isOver, CancellationToken cancellationToken)
    {
        if (!Print.Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return await follower.FollowAsync(new LineView(Console.Error), isOver, cancellationToken);
        RunProgress? progress = null;
        await Print.Error.Live(new Text("")).StartAsync(async context =>
        {
            var view = new TreeView(tree =>
            {
                context.UpdateTarget(tree);
                context.Refresh();
            });
            progress = await follower.FollowAsync(view, isOver, cancellationToken);
        });
        return progress!;
    }
}
