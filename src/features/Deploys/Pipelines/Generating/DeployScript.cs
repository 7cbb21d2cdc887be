namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>The commands that both kinds of pipeline run; the variables are set by each for its datacentre.</summary>
internal static class DeployScript
{
    private const string Run = """racklight deploy run --tool "$TOOL" --cloud "$CLOUD" --release "$RELEASE" --config "$CONFIGURATION" --state racklight-logs""";

    /// <summary>What a person who presses the button may narrow.</summary>
    private const string Narrowed = """${DEPLOY_TAGS:+--tags "$DEPLOY_TAGS"} ${DEPLOY_LIMIT:+--limit "$DEPLOY_LIMIT"} ${DEPLOY_ACTIONS:-}""";

    /// <summary>Runs before every job of a cloud: strict and private.</summary>
    public static IReadOnlyList<string> Prepare { get; } =
    [
        "set -euo pipefail",
        "umask 077",
        "mkdir -p racklight-logs \"$PRIVATE\"",
        "export TMPDIR=\"$PRIVATE\" ANSIBLE_LOCAL_TEMP=\"$PRIVATE/ansible\"",
    ];

    /// <summary>Runs after it in a job that reaches hosts: only with the keys that they are expected to have.</summary>
    public static IReadOnlyList<string> Reach { get; } =
    [
        "export ANSIBLE_HOST_KEY_CHECKING=true ANSIBLE_SSH_COMMON_ARGS=\"-o UserKnownHostsFile=$DEPLOY_KNOWN_HOSTS -o StrictHostKeyChecking=yes\"",
        // The agent ends with its command, and the key is never copied: ssh-add reads it from the variable's file.
        "with_key() { ssh-agent sh -c 'ssh-add -q - < \"$DEPLOY_SSH_KEY\" && exec \"$@\"' sh \"$@\"; }",
    ];

    /// <summary>Looks at a change: nothing of the cloud is touched. The plan is bound to the commit.</summary>
    public static IReadOnlyList<string> Plan { get; } =
    [
        "mkdir -p plan",
        $"with_key {Run} --check --diff {Narrowed} 2>&1 | tee plan/plan.txt",
        "echo \"$COMMIT\" > plan/commit",
        "(cd plan && sha256sum plan.txt commit > SHA256SUMS)",
    ];

    /// <summary>Deploys what was planned, and nothing else.</summary>
    public static IReadOnlyList<string> Deploy { get; } =
    [
        "(cd plan && sha256sum --check --strict --quiet SHA256SUMS)",
        "grep -qxF \"$COMMIT\" plan/commit",
        $"with_key {Run} --time-limit \"$DEPLOY_LIMIT_TIME\" {Narrowed}",
    ];

    /// <summary>Asks the cloud whether it answers.</summary>
    public static IReadOnlyList<string> Verify { get; } =
    [
        "openstack --os-cloud \"$CLOUD\" token issue -f value -c expires | tee racklight-logs/verify.txt",
        "openstack --os-cloud \"$CLOUD\" endpoint list -f csv >> racklight-logs/verify.txt",
    ];

    /// <summary>Looks whether the cloud is still as committed.</summary>
    public static IReadOnlyList<string> Drift { get; } =
    [
        $"with_key {Run} --check --diff",
        "if grep -rqE 'changed=[1-9]' racklight-logs/deploys/*/logs; then echo \"$CLOUD is not as committed: see racklight-logs\" >&2; exit 1; fi",
    ];

    /// <summary>Runs whatever happened.</summary>
    public static IReadOnlyList<string> CleanUp { get; } = ["rm -rf \"$PRIVATE\""];

    /// <summary>Boots what changed in a virtual rack.</summary>
    public static IReadOnlyList<string> Lab { get; } = ["racklight site check .", "racklight up --site . --until live --timeout 45"];
}
