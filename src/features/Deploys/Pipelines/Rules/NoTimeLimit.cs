using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A deploy without a time limit of its own, or one that a newer pipeline may end in the middle.</summary>
internal sealed partial class NoTimeLimit : PipelineRule
{
    public override int Number => 16;

    public override string Name => "no-time-limit";

    public override string Why => "the project's limit of one hour ends Ansible in the middle of a change, and so does a newer pipeline";

    public override string WhyOnGitHub => "GitHub's limit of six hours ends Ansible in the middle of a change, and so does a newer run that cancels";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            if (job.Find("timeout") is null) yield return At(job, $"`{job.Name}` has no time limit of its own", "timeout: 8h (and the runner's maximum not below it)", "timeout-minutes: 480");
            var interruptible = job.Find("interruptible");
            if (interruptible?.Text != "false") yield return interruptible is null ? At(job, Said(job), Instead) : At(interruptible, Said(job), Instead, "cancel-in-progress: false");
            foreach (var line in job.Script.Where(static line => Cleaning().IsMatch(line.Text))) yield return At(line, "this is not reached when a line before fails or the job is cancelled", "after_script: it runs whatever happened", "a step with if: always(): it runs whatever happened");
        }
    }

    private const string Instead = "interruptible: false";

    private static string Said(CiJob job) => $"a newer pipeline may end `{job.Name}` in the middle";

    [GeneratedRegex(@"^(?!trap\b)(.*[;&]\s*)?(sudo\s+)?(rm|shred)\s+.*(vault|pass|secret|key|id_rsa|id_ed25519)", RegexOptions.IgnoreCase)]
    private static partial Regex Cleaning();
}
