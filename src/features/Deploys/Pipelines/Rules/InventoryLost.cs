using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>openstack-ansible's inventory, made in a job and thrown away.</summary>
internal sealed class InventoryLost : PipelineRule
{
    public override int Number => 19;

    public override string Name => "inventory-lost";

    public override string Why => "without the openstack_inventory.json of last time every container gets a new name and another address";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            var line = job.Deploys.FirstOrDefault(static line => line.Text.Contains("openstack-ansible", StringComparison.Ordinal));
            if (line is null || job.Leaves().Any(static leaf => leaf.Text!.Contains("openstack_inventory.json", StringComparison.Ordinal))) continue;
            if (job.AfterScript.Concat(job.Script).Any(static said => said.Text.Contains("openstack_inventory.json", StringComparison.Ordinal))) continue;
            yield return At(line, $"what `{job.Name}` adds to openstack_inventory.json is gone with the job", "artifacts: { paths: [openstack_inventory.json] }, and commit it; or keep the directory on the deployment host");
        }
    }
}
