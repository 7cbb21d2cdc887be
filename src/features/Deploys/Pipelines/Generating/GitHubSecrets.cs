namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>
/// Secrets on GitHub, which has no variables of type file: one step is given them in its environment, writes them into a private directory of the
/// runner's own temporary one, which the runner empties too, and forgets them before it runs anything.
/// </summary>
internal static class GitHubSecrets
{
    /// <summary>The private directory, as every step's shell names it: steps share no variables.</summary>
    public const string Private = "$RUNNER_TEMP/private";

    /// <summary>What the step of a job is given that reaches hosts.</summary>
    public static IReadOnlyList<string> OfHosts { get; } =
    [
        "SSH_KEY: ${{ secrets.DEPLOY_SSH_KEY }}",
        "KNOWN_HOSTS: ${{ secrets.DEPLOY_KNOWN_HOSTS }}",
        "VAULT_PASSWORD: ${{ secrets.ANSIBLE_VAULT_PASSWORD }}",
    ];

    /// <summary>What the step of a job is given that asks the cloud's API.</summary>
    public static IReadOnlyList<string> OfApi { get; } = ["CLOUDS: ${{ secrets.OS_CLIENT_CONFIG }}"];

    /// <summary>Names the directory, before <see cref="DeployScript.Prepare"/> makes it.</summary>
    public static IReadOnlyList<string> Prepare { get; } = [$"export PRIVATE=\"{Private}\""];

    /// <summary>Makes the files that <see cref="DeployScript.Reach"/> and Ansible read. A secret that is not set is an empty variable.</summary>
    public static IReadOnlyList<string> ForHosts { get; } =
    [
        ": \"${SSH_KEY:?the environment has no secret DEPLOY_SSH_KEY}\" \"${KNOWN_HOSTS:?the environment has no secret DEPLOY_KNOWN_HOSTS}\"",
        "printenv SSH_KEY > \"$PRIVATE/ssh-key\"",
        "printenv KNOWN_HOSTS > \"$PRIVATE/known-hosts\"",
        "export DEPLOY_SSH_KEY=\"$PRIVATE/ssh-key\" DEPLOY_KNOWN_HOSTS=\"$PRIVATE/known-hosts\"",
        "if [ -n \"$VAULT_PASSWORD\" ]; then printenv VAULT_PASSWORD > \"$PRIVATE/vault-password\"; export ANSIBLE_VAULT_PASSWORD_FILE=\"$PRIVATE/vault-password\"; fi",
        "unset SSH_KEY KNOWN_HOSTS VAULT_PASSWORD",
    ];

    /// <summary>Makes the file that openstack reads.</summary>
    public static IReadOnlyList<string> ForApi { get; } =
    [
        ": \"${CLOUDS:?the environment has no secret OS_CLIENT_CONFIG}\"",
        "printenv CLOUDS > \"$PRIVATE/clouds.yaml\"",
        "export OS_CLIENT_CONFIG_FILE=\"$PRIVATE/clouds.yaml\"",
        "unset CLOUDS",
    ];
}
