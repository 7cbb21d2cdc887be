using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A deploy without a look before and after, and without a record.</summary>
internal sealed class NoPlanNoProof : PipelineRule
{
    public override int Number => 17;

    public override string Name => "no-plan-no-proof";

    public override string Why => "what a change will do is learned by doing it, and that it worked by the first call";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            var before = job.Find("needs") is { Items: { } needs }
                ? needs.Select(static need => (need["job"] ?? need).Text).Select(name => pipeline.Jobs.FirstOrDefault(other => other.Name == name))
                : pipeline.Jobs.Where(other => Order(pipeline, other) < Order(pipeline, job));
            if (!before.Any(static other => other is { IsDeploy: false } && other.Script.Any(static line => DeployWords.Looks(line.Text)))) yield return At(job, $"nothing looks at the change before `{job.Name}`", "a job in an earlier stage: kolla-ansible prechecks, openstack-ansible --check --diff, or racklight deploy run --check --diff");
            if (!pipeline.Jobs.Any(other => !other.IsDeploy && (Order(pipeline, other) > Order(pipeline, job) || Needs(other, job)))) yield return At(job, $"nothing looks at the cloud after `{job.Name}`", "a job in a later stage that asks the cloud: openstack token issue, a test server, racklight deploy run verify");
        }
    }

    private static bool Needs(CiJob job, CiJob wanted) => job.Find("needs")?.Items?.Any(need => (need["job"] ?? need).Text == wanted.Name) ?? false;

    private static int Order(CiPipeline pipeline, CiJob job)
    {
        var stages = pipeline.Root?["stages"]?.Texts().ToList() ?? ["build", "test", "deploy"];
        return job.Stage switch { ".pre" => -1, ".post" => int.MaxValue, var stage => stages.IndexOf(stage) is var at and >= 0 ? at : 0 };
    }
}
