using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>openstack-ansible's user configuration: by its own rules, and by what they leave out.</summary>
internal sealed class OsaCheck : ICloudCheck
{
    public IEnumerable<Finding> Check(CloudFiles cloud)
    {
        if (cloud.Tool != CloudTool.Osa || cloud.Find("openstack_user_config.yml") is not { } main) return [];
        var files = cloud.Below("conf.d").Prepend(main).ToList();
        // A file that cannot be read has told so; what misses in it would be noise.
        if (files.Exists(static file => file.Yaml.Document.Faults.Count > 0)) return [];
        if (OsaConfig.Read(files) is not { } config) return [main.Found(OsaRules.Rule, new Yaml.YamlMark(1, 1), "No container CIDR specified in user config", "cidr_networks: { management: 172.29.236.0/22 }")];
        var own = Names(cloud, "physical_skel").ToHashSet(StringComparer.Ordinal);
        var components = own.Concat(Names(cloud, "component_skel")).Concat(Names(cloud, "container_skel")).ToHashSet(StringComparer.Ordinal);
        return OsaShapes.Check(config).Concat(OsaNetworkGroups.Check(config, components)).Concat(OsaRules.Check(config, main, own)).Concat(OsaAddresses.Check(config)).Concat(OsaProviderKeys.Check(config));
    }

    /// <summary>What the configuration's own env.d adds, and what that belongs to.</summary>
    private static IEnumerable<string> Names(CloudFiles cloud, string kind)
        => cloud.Below("env.d").SelectMany(file => file.Root?[kind]?.Map ?? new Dictionary<string, PlacedNode>()).SelectMany(static entry => (entry.Value["belongs_to"]?.Texts() ?? []).Prepend(entry.Key));
}
