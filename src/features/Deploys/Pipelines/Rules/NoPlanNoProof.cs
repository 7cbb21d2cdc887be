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
            var before = job.Find("needs") is not null || pipeline.Server == CiServer.GitHub
                ? Needed(pipeline, job)
                : pipeline.Jobs.Where(other => Order(pipeline, other) < Order(pipeline, job));
            if (!before.Any(static other => !other.IsDeploy && other.Script.Any(static line => DeployWords.Looks(line.Text)))) yield return At(job, $"nothing looks at the change before `{job.Name}`", "a job in an earlier stage: kolla-ansible prechecks, openstack-ansible --check --diff, or racklight deploy run --check --diff", "a job that this one `needs`: kolla-ansible prechecks, openstack-ansible --check --diff, or racklight deploy run --check --diff");
            if (!pipeline.Jobs.Any(other => !other.IsDeploy && (pipeline.Server == CiServer.GitLab && Order(pipeline, other) > Order(pipeline, job) || Needed(pipeline, other).Contains(job)))) yield return At(job, $"nothing looks at the cloud after `{job.Name}`", "a job in a later stage that asks the cloud: openstack token issue, a test server, racklight deploy run verify", "a job that `needs` this one and asks the cloud: openstack token issue, a test server, racklight deploy run verify");
        }
    }

    /// <summary>All that runs before a job because it is needed, or needed by what is needed.</summary>
    private static HashSet<CiJob> Needed(CiPipeline pipeline, CiJob job)
    {
        var found = new HashSet<CiJob>();
        var left = new Stack<CiJob>([job]);
        while (left.TryPop(out var one))
        {
            foreach (var name in one.Find("needs")?.Items?.Select(static need => (need["job"] ?? need).Text).OfType<string>() ?? [])
            {
                // A job that calls another workflow stands for all jobs of that.
                foreach (var other in pipeline.Jobs.Where(other => other.Name == name || other.Name.StartsWith(name + " / ", StringComparison.Ordinal)))
                {
                    if (found.Add(other)) left.Push(other);
                }
            }
        }
        return found;
    }

    private static int Order(CiPipeline pipeline, CiJob job)
    {
        var stages = pipeline.Root?["stages"]?.Texts().ToList() ?? ["build", "test", "deploy"];
        return job.Stage switch { ".pre" => -1, ".post" => int.MaxValue, var stage => stages.IndexOf(stage) is var at and >= 0 ? at : 0 };
    }
}
