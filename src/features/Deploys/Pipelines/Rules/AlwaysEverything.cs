using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A deploy that cannot be narrowed.</summary>
internal sealed partial class AlwaysEverything : PipelineRule
{
    public override int Number => 18;

    public override string Name => "always-everything";

    public override Severity Severity => Severity.Warning;

    public override string Why => "a one-line change runs every playbook on every host, for hours";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            if (job.Deploys.Any(static line => Narrowed().IsMatch(line.Text))) continue;
            yield return At(job.Deploys[0], $"`{job.Name}` always runs everything", "a variable that whoever presses the button can set: kolla-ansible deploy -i … ${DEPLOY_TAGS:+--tags \"$DEPLOY_TAGS\"}", "an input of workflow_dispatch, as a variable: env: { DEPLOY_TAGS: \"${{ inputs.tags }}\" }, and kolla-ansible deploy -i … ${DEPLOY_TAGS:+--tags \"$DEPLOY_TAGS\"}");
        }
    }

    [GeneratedRegex(@"--(?:kolla-)?(?:tags|limit)\b|\s-[tl]\s|\$\{?[A-Z_]*(ARGS|ARGUMENTS|OPTIONS|OPTS|STEPS)\b|\$@")]
    private static partial Regex Narrowed();
}
