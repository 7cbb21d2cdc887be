using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A button that nobody has to press.</summary>
internal sealed partial class ManualDoesNotBlock : PipelineRule
{
    public override int Number => 12;

    public override string Name => "manual-does-not-block";

    public override string Why => "the pipeline is green and the merge is called deployed, and nothing was";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            var allowed = job.Find("allow_failure");
            if (allowed?.Text is "true") yield return At(allowed, $"`{job.Name}` may fail, or never run, and the pipeline is green", Instead, "continue-on-error: false");
            else if (job.Find("when") is { Text: "manual" } manual && allowed is null) yield return At(manual, $"`{job.Name}` waits for a button and does not block: `when: manual` outside of rules allows failure", Instead);
            foreach (var line in job.Deploys.Where(static line => Ignored().IsMatch(line.Text))) yield return At(line, "whatever this deploy comes to, the pipeline is green", "delete `|| true`");
            foreach (var rule in job.Find("rules")?.Items ?? [])
            {
                if (rule["when"]?.Text == "manual" && rule["allow_failure"] is { Text: "true" } word) yield return At(word, $"`{job.Name}` may fail, or never run, and the pipeline is green", Instead);
            }
        }
    }

    private const string Instead = "allow_failure: false";

    [GeneratedRegex(@"\|\|\s*(true|:|exit\s+0|echo\b.*)\s*$")]
    private static partial Regex Ignored();
}
