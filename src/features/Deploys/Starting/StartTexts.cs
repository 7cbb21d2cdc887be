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
        1. Protect the branch `main`{(server == "gitlab" ? " and the environment of each datacentre" : ", and give each environment required reviewers")}.
        2. Give each environment its own values of the variables that {(server == "gitlab" ? "`.gitlab-ci-deploy.yml`" : "`.github/workflows/deploy.yml`")} names at its top.
        3. Put a runner on each deployment host: `racklight deploy runner`.

        What `.gitignore` names is never committed: backups of old secrets, private keys of the deployment host, logins.

        """;
}
