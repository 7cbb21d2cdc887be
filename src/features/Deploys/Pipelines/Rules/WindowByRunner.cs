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
        foreach (var line in pipeline.Lines().Where(static line => Stopped().IsMatch(line.Text))) yield return At(line, "a runner that is stopped keeps the jobs that wait for it", Instead, OnGitHub);
        foreach (var job in pipeline.Deploys.Where(static job => !job.Conditions().Any(static condition => Window().IsMatch(condition)) && !job.Deploys.Any(static line => line.Text.Contains("--window", StringComparison.Ordinal))))
        {
            yield return At(job, $"`{job.Name}` starts at any time: nothing in it knows a maintenance window", Instead, OnGitHub);
        }
    }

    private const string Instead = "a deploy freeze in the project's settings, and rules: [{ if: $CI_DEPLOY_FREEZE, when: never }, …]; or racklight deploy run --window";

    private const string OnGitHub = "if: vars.DEPLOY_FREEZE == '', a variable that is set while nothing may be deployed; or racklight deploy run --window";

    // GitLab's own variable, or one of the project for the same.
    [GeneratedRegex(@"CI_DEPLOY_FREEZE|(\$|\bvars\.)[A-Z0-9_]*(FREEZE|FROZEN|WINDOW|MAINTENANCE)[A-Z0-9_]*", RegexOptions.IgnoreCase)]
    private static partial Regex Window();

    [GeneratedRegex(@"\b(systemctl|service)\b.*\b(stop|disable)\b.*(gitlab-runner|actions\.runner)|\bgitlab-runner\s+(stop|pause|unregister)\b|\bsvc\.sh\s+stop\b")]
    private static partial Regex Stopped();
}
