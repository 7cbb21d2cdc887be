using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A maintenance window that is a switched-off runner.</summary>
internal sealed partial class WindowByRunner : PipelineRule
{
    public override int Number => 23;

    public override string Name => "window-by-runner";

    public override Severity Severity => Severity.Warning;

    public override string Why => "jobs that were started while the runner was off wait, and start the moment it is back";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines().Where(static line => Stopped().IsMatch(line.Text))) yield return At(line, "a runner that is stopped keeps the jobs that wait for it", Instead);
        foreach (var job in pipeline.Deploys.Where(static job => !job.Conditions().Any(static condition => condition.Contains("CI_DEPLOY_FREEZE", StringComparison.Ordinal)) && !job.Deploys.Any(static line => line.Text.Contains("--window", StringComparison.Ordinal))))
        {
            yield return At(job, $"`{job.Name}` starts at any time: nothing in it knows a maintenance window", Instead);
        }
    }

    private const string Instead = "a deploy freeze in the project's settings, and rules: [{ if: $CI_DEPLOY_FREEZE, when: never }, …]; or racklight deploy run --window";

    [GeneratedRegex(@"\b(systemctl|service)\b.*\b(stop|disable)\b.*gitlab-runner|\bgitlab-runner\s+(stop|pause|unregister)\b")]
    private static partial Regex Stopped();
}
