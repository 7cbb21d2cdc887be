using System.Text.RegularExpressions;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>Which commands change a cloud, and which only look.</summary>
internal static partial class DeployWords
{
    /// <summary>True for a line that changes a cloud.</summary>
    public static bool Changes(string line) => Changing().IsMatch(line) && !Looking().IsMatch(line);

    /// <summary>True for a line that looks whether a change would be right: a check, a dry run, a plan.</summary>
    public static bool Looks(string line) => Looking().IsMatch(line) && Tools().IsMatch(line) || Checks().IsMatch(line);

    [GeneratedRegex(@"(^|[\s;&|('""]|bin/)(openstack-ansible(\s|$)|ansible-playbook\s|run-upgrade\.sh|kolla-ansible\s.*\b(deploy|upgrade|reconfigure|bootstrap-servers|deploy-containers|stop|destroy|mariadb[-_]recovery|rabbitmq-reset-state)\b|racklight\s+deploy\s+(run|upgrade)\b)")]
    private static partial Regex Changing();

    [GeneratedRegex(@"\s(--syntax-check|--check|-C|--list-tasks|--list-hosts|--dry-run|prechecks|validate-config|genconfig|check|--version)(\s|$)")]
    private static partial Regex Looking();

    [GeneratedRegex(@"\b(openstack-ansible|kolla-ansible|ansible-playbook|racklight)\b")]
    private static partial Regex Tools();

    [GeneratedRegex(@"\b(racklight\s+(deploy|site|secret)\s+(check|plan|diff|pipeline)|ansible-lint|yamllint|openstack-ansible-inventory-manage|dynamic_inventory\.py|ansible-inventory)\b")]
    private static partial Regex Checks();
}
