namespace Racklight.Tests.Deploys.Pipelines;

/// <summary>A fault as an edit: the words of the mended pipeline, and the words that many write there.</summary>
/// <param name="Number">The number of the rule that finds it.</param>
/// <param name="Mended">Words that stand in the mended pipeline once.</param>
/// <param name="Broken">What stands there in the broken one.</param>
internal sealed record PipelineFaultEdit(int Number, string Mended, string Broken)
{
    public override string ToString() => $"{Number}: {Broken.ReplaceLineEndings(" ")}";
}

/// <summary>A fault of every kind, several of some: each is one edit away from the pipeline in which nothing is found.</summary>
internal static class PipelineFaults
{
    private const string Secrets = "    - racklight deploy check osa-configs\n";
    private const string Deploy = "    - ssh-agent sh -c";
    private const string Key = "ssh-add -q - < \"$DEPLOY_SSH_KEY\"";

    public static IReadOnlyList<PipelineFaultEdit> All { get; } =
    [
        new(1, "  script:\n    - !reference", "script:\n    - !reference"),
        new(1, "  configuration:\n    - ln", "  configuration:\n  \t- ln"),
        new(1, "  - local: scripts.gitlab-ci.yml", "  - local: gone.gitlab-ci.yml"),
        new(2, "umask 077", "echo \"${!SSH_PRIVATE_KEY}\""),
        new(3, "umask 077", "eval $(ssh-agent -s)"),
        new(3, Key, "echo \"$DEPLOY_SSH_KEY\" | ssh-add -"),
        new(4, "StrictHostKeyChecking=yes", "StrictHostKeyChecking=no"),
        new(4, "umask 077", "ssh-keyscan infra1 >> ~/.ssh/known_hosts"),
        new(4, "    OSA_RELEASE: 33.0.1", "    ANSIBLE_HOST_KEY_CHECKING: \"False\"\n    OSA_RELEASE: 33.0.1"),
        new(5, "ln -sfnT", "ln -s"),
        new(5, "ln -sfnT", "ln -sf"),
        new(6, "umask 077", "echo $ANSIBLE_VAULT_PASSWORD > /root/.vault_pass.txt"),
        new(7, "umask 077", "ansible-vault decrypt osa-configs/user_secrets.yml"),
        new(8, "umask 077", "ansible-vault encrypt osa-configs/user_secrets.yml"),
        new(9, "    when: always\n", ""),
        new(9, "expire_in: 90 days", "expire_in: 1 week"),
        new(9, "    access: developer\n", ""),
        new(9, Deploy, "    - cp -R /openstack/log racklight-logs\n" + Deploy),
        new(10, "    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n  script", "    - if: $CI_COMMIT_BRANCH == \"main\"\n  script"),
        new(11, "  resource_group: dc1\n", ""),
        new(11, "  environment: { name: dc1, deployment_tier: production }\n", ""),
        new(12, "  allow_failure: false", "  allow_failure: true"),
        new(13, "      when: never\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "      when: never\n    - if: $CI_COMMIT_BRANCH =~ /^release/"),
        new(13, "  tags: [acme_dc1]\n", ""),
        new(13, "    OSA_RELEASE: 33.0.1", "    RABBITMQ_PASSWORD: hunter2\n    OSA_RELEASE: 33.0.1"),
        new(14, "osa@sha256:2d8ab0a1bd8d5c1d0b4ea37c0b1c4c0f2a6a3a1c9f5b3c5f7d9e1f3a5b7c9d1e", "osa:latest"),
        new(14, "OSA_RELEASE: 33.0.1", "OSA_RELEASE: stable/2026.1"),
        new(14, "openstacksdk==4.5.0", "openstacksdk"),
        new(14, "umask 077", "curl -L https://get.example.org/script.sh | sudo bash"),
        new(15, "python3-pip", "python-pip"),
        new(16, "  timeout: 8h\n", ""),
        new(16, "  interruptible: false\n", ""),
        new(16, Deploy, "    - rm -f /root/.vault_pass.txt\n" + Deploy),
        new(17, "  needs: [plan]\n", "  needs: []\n"),
        new(17, "verify:\n  extends", ".verify:\n  extends"),
        new(18, " $DEPLOY_ARGS'", "'"),
        new(19, "racklight-logs/, openstack_inventory.json", "racklight-logs/"),
        new(20, Secrets, "    - yamllint osa-configs\n"),
        new(20, Secrets, Secrets + "    - git add . && git commit -m state\n"),
        new(21, "include:\n", "variables:\n  ANSIBLE_VAULT_PASSWORD_FILE: /root/.vault_pass.txt\n\ninclude:\n"),
        new(22, "      set -euo pipefail\n", ""),
        new(22, Deploy, "    - cd /opt/openstack-ansible/playbooks\n" + Deploy),
        new(23, "    - if: $CI_DEPLOY_FREEZE\n      when: never\n", ""),
        new(23, "    - rm -f /etc/openstack_deploy", "    - gitlab-runner stop"),
        new(24, "  interruptible: false\n", "  interruptible: false\n  only: [main]\n"),
        new(25, "timeout: 8h", "timeout: 8 parsecs"),
        new(25, "expire_in: 90 days", "expire_in: ninety days"),
        new(26, "  artifacts:\n", "  artifact:\n"),
        new(26, "  stage: deploy\n", "  stage: deploi\n"),
        new(26, "  needs: [deploy]\n", "  needs: [deploy:dc1]\n"),
    ];
}
