namespace Racklight.Deploys.Starting;

/// <summary>The texts of a new repository.</summary>
internal static class StartTexts
{
    /// <summary>Who must approve what.</summary>
    public static string CodeOwners(string owner, string configuration) => $"""
        # Whoever owns a file approves changes to it: turn that on for the protected branch.
        * {owner}
        /.gitlab-ci.yml {owner}
        /.gitlab-ci-deploy.yml {owner}
        /.github/ {owner}
        /pipeline.yaml {owner}
        /{configuration}/*secrets*.yml {owner}
        /{configuration}/passwords.yml {owner}

        """;

    /// <summary>What whoever comes next has to know.</summary>
    public static string Readme(string configuration, string tool, string server) => $"""
        # The cloud's configuration

        `{configuration}/` is what {(tool == "osa" ? "openstack-ansible reads as /etc/openstack_deploy" : "kolla-ansible reads as /etc/kolla")}. Secrets in it are encrypted with Ansible Vault, and
        are never decrypted in place: Ansible reads them as they are.

        | to | do |
        |---|---|
        | look whether all is right | `racklight deploy check` |
        | read or change a secret | `racklight secret view`, `racklight secret edit` |
        | change the pipeline | edit `pipeline.yaml`, then `racklight deploy pipeline init{(server == "github" ? " --for github" : "")}` |
        | deploy | merge, look at the plan, press the button of `deploy` |

        ## Set up once
        {(server == "gitlab" ? OnGitLab : OnGitHub)}

        What `.gitignore` names is never committed: backups of old secrets, private keys of the deployment host, logins.

        """;

    private const string OnGitLab = """
        1. Protect the branch `main` and the environment of each datacentre.
        2. Give each environment its own values of the variables that `.gitlab-ci-deploy.yml` names at its top.
        3. Put a runner on each deployment host: `racklight deploy runner`.
        """;

    private const string OnGitHub = """
        1. Protect the branch `main`, and keep the repository private: who may read it may read the logs.
        2. Make the two environments of each datacentre that `.github/workflows/deploy.yml` names at its top, each with its own secrets and `main` as
           its only deployment branch. The one named as the datacentre gets required reviewers.
        3. Put a self-hosted runner on each deployment host, with the label that `pipeline.yaml` names, in a runner group that only this workflow on
           `main` may use; and one with the label `check` on a machine that reaches no cloud.
        """;
}
