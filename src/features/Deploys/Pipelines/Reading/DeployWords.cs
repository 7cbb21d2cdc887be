using System.Text.RegularExpressions;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>Which commands change a cloud, and which only look.</summary>
internal static partial class DeployWords
{
    /// <summary>True for a line that changes a cloud; of several commands in it one is enough.</summary>
    public static bool Changes(string line) => Commands().Split(line).Any(static command => Changing().IsMatch(command) && !Looking().IsMatch(command) && !Reading().IsMatch(command));

    /// <summary>True for a line that looks what a change would do to the cloud: a dry run, prechecks, a plan. What only reads the files is none.</summary>
    public static bool Looks(string line) => Commands().Split(line).Any(static command => Looking().IsMatch(command) && Tools().IsMatch(command)) || Plans().IsMatch(line);

    // Not a parser of shell: between quotes it splits too, which hides no command.
    [GeneratedRegex(@"&&|\|\||[;|]")]
    private static partial Regex Commands();

    [GeneratedRegex(@"(^|[\s;&|('""]|bin/)(openstack-ansible(\s|$)|ansible-playbook\s|run-upgrade\.sh|kolla-ansible\s.*\b(deploy|upgrade|reconfigure|bootstrap-servers|deploy-containers|stop|destroy|mariadb[-_]recovery|rabbitmq-reset-state)\b|kayobe\s+(overcloud|seed|control\s+host|infra\s+vm)\s.*\b(deploy|configure|reconfigure|upgrade|destroy|provision|deprovision)\b|racklight\s+deploy\s+(run|upgrade)\b)")]
    private static partial Regex Changing();

    [GeneratedRegex(@"\s(--check|-C|--dry-run|prechecks|validate-config|genconfig|check)(\s|['""]|$)")]
    private static partial Regex Looking();

    [GeneratedRegex(@"\s(--syntax-check|--list-tasks|--list-hosts|--list-tags|--version|--help)(\s|['""]|$)")]
    private static partial Regex Reading();

    [GeneratedRegex(@"\b(openstack-ansible|kolla-ansible|kayobe|ansible-playbook|racklight)\b")]
    private static partial Regex Tools();

    [GeneratedRegex(@"\bracklight\s+deploy\s+(plan|diff)\b")]
    private static partial Regex Plans();
}
