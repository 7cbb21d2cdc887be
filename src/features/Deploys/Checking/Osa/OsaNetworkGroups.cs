using Racklight.Deploys.Findings;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>The groups that provider networks name. One that is not there ends the inventory tool (<c>reference_group</c>), or leaves containers without the network and without a word (<c>group_binds</c>).</summary>
internal static class OsaNetworkGroups
{
    /// <summary>All that are not there.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="own">Groups that its own env.d adds.</param>
    public static IEnumerable<Finding> Check(OsaConfig config, IReadOnlySet<string> own)
    {
        foreach (var network in config.ProviderNetworks)
        {
            if (network["reference_group"] is { Text: { } reference, IsNothing: false } node && !IsGroup(reference, own))
            {
                var near = NearestWord.Of(reference, OsaGroups.All.Concat(own));
                yield return OsaRules.At(node, $"reference_group {reference} is no group{(near is null ? "" : $", did you mean {near}?")}", near ?? "a group of the inventory, or one of your own in env.d/");
            }
            foreach (var bind in network["group_binds"]?.Items ?? [])
            {
                // Older releases had groups that the list here lacks: only what looks like a slip is told.
                if (bind.Text is { } group && !IsGroup(group, own) && NearestWord.Typo(group, OsaGroups.All.Concat(own)) is { } meant) yield return OsaRules.At(bind, $"group_binds: there is no group {group}, did you mean {meant}?", meant, Severity.Warning);
            }
        }
    }

    private static bool IsGroup(string name, IReadOnlySet<string> own) => OsaGroups.All.Contains(name.Replace('-', '_')) || own.Contains(name) || own.Contains(name.Replace('-', '_'));
}
