using Racklight.App.Dashboard;
using Racklight.Deploys.Running.Logs;
using Racklight.Deploys.Running.Reports;
using Racklight.State;

namespace Racklight.Deploys.Running.Pages;

/// <summary>The list of deploys.</summary>
public sealed record DeployListPage(PageFrame Frame, IReadOnlyList<DeployRecord> Deploys, IReadOnlyList<DeployLock> Locks, DateTimeOffset Now);

/// <summary>The rows of the list, which change as deploys go on.</summary>
public sealed record DeployRowsModel(IReadOnlyList<DeployRecord> Deploys, IReadOnlyList<DeployLock> Locks, DateTimeOffset Now);

/// <summary>The page of a deploy.</summary>
public sealed record DeployPage(PageFrame Frame, DeployModel Model, IReadOnlyList<LogBlock> Log, bool LogIsHere);

/// <summary>A deploy's facts and steps.</summary>
public sealed record DeployModel(ResultView Result, DateTimeOffset Now)
{
    /// <summary>The tone of a state's word.</summary>
    public static Tone ToneOf(string state) => state switch
    {
        "succeeded" => Tone.Good,
        "running" => Tone.Busy,
        "failed" or "interrupted" => Tone.Bad,
        "waiting" or "cancelled" => Tone.Warning,
        "skipped" => Tone.Away,
        _ => Tone.Quiet,
    };
}

/// <summary>Some lines of a step's log; blocks come one after the other.</summary>
/// <param name="Number">The block's place in the page, from 1.</param>
/// <param name="Step">The step.</param>
/// <param name="Lines">The lines.</param>
public sealed record LogBlock(int Number, string Step, IReadOnlyList<LogLine> Lines);

/// <summary>The page for a deploy that nobody knows.</summary>
public sealed record MissingDeployPage(PageFrame Frame, string Id);
