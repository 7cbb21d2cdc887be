using Racklight.Deploys.Findings;

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
        var own = cloud.Below("env.d").SelectMany(static file => file.Root?["physical_skel"]?.Map?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        return OsaRules.Check(config, main, own).Concat(OsaAddresses.Check(config)).Concat(OsaProviderKeys.Check(config));
    }
}
