using System.CommandLine;

namespace Racklight.Deploys.Pipelines.Commands;

/// <summary><c>racklight deploy pipeline</c>.</summary>
internal static class PipelineCommands
{
    public static Command Create() => new("pipeline", "The CI pipeline that deploys the cloud: generated, and checked")
    {
        PipelineInitCommand.Create(),
        PipelineCheckCommand.Create(),
    };
}
