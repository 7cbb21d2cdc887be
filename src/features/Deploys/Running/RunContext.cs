using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Redaction;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>What a runner works with.</summary>
/// <param name="Run">The run's files.</param>
/// <param name="Spec">What the run is.</param>
/// <param name="Store">The history and the locks.</param>
/// <param name="Time">The clock.</param>
/// <param name="Stop">How it is asked to end.</param>
/// <param name="Secrets">What must not appear in logs and artifacts.</param>
internal sealed record RunContext(RunDirectory Run, RunSpec Spec, IDeployStore Store, TimeProvider Time, StopRequest Stop, SecretsInForce Secrets)
{
    /// <summary>This machine's name, as runs are recorded under.</summary>
    public static string ThisHost { get; } = Environment.MachineName;
}
