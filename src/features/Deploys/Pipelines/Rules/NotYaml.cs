using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A file that GitLab cannot read: no YAML, or none of the keys that make a pipeline.</summary>
internal sealed class NotYaml : PipelineRule
{
    public override int Number => 1;

    public override string Name => "not-yaml";

    public override string Why => "GitLab runs nothing of a file that it cannot read";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var (file, fault) in pipeline.Faults) yield return new PipelineFault(file, fault.Mark, fault.Message, fault.Hint ?? "mend the YAML");
        if (pipeline.Faults.Count > 0) yield break;
        if (pipeline.Server == CiServer.GitHub)
        {
            foreach (var fault in OnGitHub(pipeline)) yield return fault;
            yield break;
        }
        if (pipeline.Root is null) yield return At(pipeline, "this is no mapping of keys: the names of the jobs and the keys `stages:`, `script:` are missing", "deploy:\n  stage: deploy\n  script: [ … ]");
        // What is included from elsewhere may define jobs, and what is said here may only change those.
        if (pipeline.Foreign.Count > 0) yield break;
        if (pipeline.Root is not null && pipeline.Jobs.Count == 0 && pipeline.JobNames.Count == 0) yield return At(pipeline, "there is no job in it", "deploy:\n  stage: deploy\n  script: [ … ]");
        foreach (var job in pipeline.Jobs.Where(static job => job.Script.Count == 0 && job.Find("trigger") is null && job.Find("run") is null && job.Find("script") is null))
        {
            yield return At(job, $"the job `{job.Name}` has no `script`", "script: [ … ], or a dot before its name when it only lends to others");
        }
    }

    public override string WhyOnGitHub => "GitHub runs nothing of a file that it cannot read";

    private static IEnumerable<PipelineFault> OnGitHub(CiPipeline pipeline)
    {
        if (pipeline.Root?["jobs"] is not { Map.Count: > 0 }) yield return At(pipeline, "there is no job in it: the keys `jobs:` and below it a name, `runs-on:` and `steps:` are missing", "jobs:\n  deploy:\n    runs-on: …\n    steps: [ … ]");
        if (pipeline.Root is not null && pipeline.Root["on"] is null) yield return At(pipeline, "nothing starts it: there is no `on:`", "on: { pull_request: {}, push: { branches: [main] } }");
        foreach (var job in pipeline.Jobs.Where(static job => job.Written["steps"] is null && job.Written["uses"] is null))
        {
            yield return At(job, $"the job `{job.Name}` has no `steps`", "steps: [ … ], or uses: of a workflow");
        }
        foreach (var job in pipeline.Jobs.Where(static job => job.Written["steps"] is not null && job.Written["runs-on"] is null)) yield return At(job, $"the job `{job.Name}` has no `runs-on`", "runs-on: [self-hosted, RUNNER]");
    }
}
