using Racklight.Deploys.Reading;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A stage, a job or a key that does not exist.</summary>
internal sealed class UnknownName : PipelineRule
{
    public override int Number => 26;

    public override string Name => "unknown-name";

    public override string Why => "GitLab refuses the pipeline";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        if (pipeline.Server == CiServer.GitHub)
        {
            foreach (var fault in OnGitHub(pipeline)) yield return fault;
            yield break;
        }
        // What is included from elsewhere may define any stage and any job.
        var unknown = pipeline.Foreign.Count > 0;
        var stages = (pipeline.Root?["stages"]?.Texts() ?? ["build", "test", "deploy"]).Concat([".pre", ".post"]).ToHashSet(StringComparer.Ordinal);
        foreach (var job in pipeline.Jobs)
        {
            if (!unknown && !stages.Contains(job.Stage)) yield return job.Find("stage") is { } stage ? At(stage, $"there is no stage `{job.Stage}`{Meant(job.Stage, stages)}", "stages: lists them all") : At(job, $"`{job.Name}` names no stage, and there is no stage `test`", "stage: NAME");
            foreach (var key in job.Written.Map!.Where(static entry => !JobKeys.Known.Contains(entry.Key))) yield return new PipelineFault(key.Value.File, key.Value.KeyMark, $"a job has no key `{key.Key}`{Meant(key.Key, JobKeys.Known)}", "delete it, or mend its name");
            foreach (var named in Named(job).Where(named => !unknown && !pipeline.JobNames.Contains(named.Text!))) yield return At(named, $"there is no job `{named.Text}`{Meant(named.Text!, pipeline.JobNames)}", "mend the name");
        }
    }

    public override string WhyOnGitHub => "GitHub refuses the workflow";

    private static IEnumerable<PipelineFault> OnGitHub(CiPipeline pipeline)
    {
        foreach (var key in (pipeline.Root?.Map ?? new Dictionary<string, PlacedNode>()).Where(static entry => entry.Key != "variables" && !JobKeys.OfWorkflow.Contains(entry.Key)))
        {
            yield return new PipelineFault(key.Value.File, key.Value.KeyMark, $"a workflow has no key `{key.Key}`{Meant(key.Key, JobKeys.OfWorkflow)}", "delete it, or mend its name");
        }
        foreach (var job in pipeline.Jobs)
        {
            foreach (var key in job.Written.Map!.Where(static entry => !JobKeys.OnGitHub.Contains(entry.Key))) yield return new PipelineFault(key.Value.File, key.Value.KeyMark, $"a job has no key `{key.Key}`{Meant(key.Key, JobKeys.OnGitHub)}", "delete it, or mend its name");
            foreach (var step in job.Written["steps"]?.Items ?? [])
            {
                foreach (var key in (step.Map ?? new Dictionary<string, PlacedNode>()).Where(static entry => !JobKeys.OfStep.Contains(entry.Key))) yield return new PipelineFault(key.Value.File, key.Value.KeyMark, $"a step has no key `{key.Key}`{Meant(key.Key, JobKeys.OfStep)}", "delete it, or mend its name");
            }
            foreach (var named in List(job.Find("needs")).Where(named => !pipeline.JobNames.Contains(named.Text!))) yield return At(named, $"there is no job `{named.Text}`{Meant(named.Text!, pipeline.JobNames)}", "mend the name");
        }
    }

    private static IEnumerable<PlacedNode> Named(CiJob job)
        => List(job.Written["extends"]).Concat(List(job.Find("needs")).Where(static need => need["pipeline"] is null && need["project"] is null).Select(static need => need["job"] ?? need)).Concat(List(job.Find("dependencies"))).Where(static node => node.Text is not null);

    private static IEnumerable<PlacedNode> List(PlacedNode? node) => node is null ? [] : node.Items ?? [node];

    private static string Meant(string word, IEnumerable<string> known) => Racklight.Yaml.NearestWord.Of(word, known) is { } near ? $", did you mean `{near}`?" : "";
}
