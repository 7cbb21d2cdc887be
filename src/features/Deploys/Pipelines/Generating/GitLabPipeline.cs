using System.Text;

namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>
/// The pipeline as GitLab runs it: <c>.gitlab-ci.yml</c> says what runs when, <c>.gitlab-ci-deploy.yml</c> how. docs/deploy-pipelines.md tells why
/// each line is as it is.
/// </summary>
internal static class GitLabPipeline
{
    /// <summary>The files, each with its text.</summary>
    public static IReadOnlyList<(string Path, string Body)> Files(PipelineModel model) => [(".gitlab-ci.yml", Main(model)), (".gitlab-ci-deploy.yml", Scripts(model))];

    private static string Main(PipelineModel model)
    {
        var text = new StringBuilder();
        text.Append("""

            stages: [validate, plan, deploy, verify]

            # One pipeline for a merge request, one for what was merged, one for a schedule; never two for one push.
            workflow:
              rules:
                - if: $CI_PIPELINE_SOURCE == "merge_request_event"
                - if: $CI_PIPELINE_SOURCE == "schedule"
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

            include:
              - local: .gitlab-ci-deploy.yml

            variables:
              DEPLOY_TAGS: { value: "", description: "Only tasks with these tags; empty: all" }
              DEPLOY_LIMIT: { value: "", description: "Only these hosts; empty: all" }
              DEPLOY_ACTIONS: { value: "", description: "Only these actions of the tool; empty: its usual deploy" }

            # Before anything is merged: any runner, no secret.
            check:
              extends: .check
              script:
                - racklight deploy check . -o codequality > gl-code-quality-report.json || true
                - racklight deploy check .
                - racklight deploy pipeline check .gitlab-ci.yml
              artifacts:
                when: always
                access: developer
                expire_in: 30 days
                reports: { codequality: gl-code-quality-report.json }

            """);
        if (model.Lab is { } lab) text.Append(LabJob(lab));
        foreach (var (name, datacentre) in model.Datacentres) text.Append(Jobs(model, name, datacentre));
        return text.ToString();
    }

    private static string LabJob(string runner) => $"""

        # An image that does not boot is not merged.
        lab:
          extends: .check
          tags: ["{runner}"]
          timeout: 2h
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
              changes: [site.yaml, images/**/*, nodes/*, groups/*]
          script:
        {Lines(DeployScript.Lab, 4)}
        """;

    private static string Jobs(PipelineModel model, string name, Datacentre datacentre)
    {
        // Names are quoted (a datacentre may be named 007 or no), and what a datacentre lends has a name that no other hidden job can have.
        // The job's limit is beyond that of `deploy run`, which ends Ansible between tasks and writes its report.
        var text = new StringBuilder($$"""

            # {{name}}
            plan:{{name}}:
              extends: [.plan, ".at:{{name}}"]
              environment: { name: "{{name}}", action: prepare }

            deploy:{{name}}:
              extends: [.deploy, ".at:{{name}}"]
              needs: ["plan:{{name}}"]
              environment: { name: "{{name}}", deployment_tier: {{datacentre.Tier}} }
              resource_group: "{{name}}"
              timeout: {{datacentre.Timeout}} 30m

            verify:{{name}}:
              extends: [.verify, ".at:{{name}}"]
              needs: ["deploy:{{name}}"]
              environment: { name: "{{name}}", action: verify }

            """);
        if (model.Drift == "yes")
        {
            text.Append($$"""

                drift:{{name}}:
                  extends: [.drift, ".at:{{name}}"]
                  environment: { name: "{{name}}", action: verify }
                  resource_group: "{{name}}"

                """);
        }
        text.Append($"""

            .at:{name}:
              tags: ["{datacentre.Runner}"]
              variables:
                CLOUD: "{name}"
                CONFIGURATION: "{datacentre.Configuration}"
                DEPLOY_LIMIT_TIME: {datacentre.Timeout}

            """);
        return text.ToString();
    }

    private static string Scripts(PipelineModel model)
    {
        var inventory = model.Tool == "osa" ? ", $CONFIGURATION/openstack_inventory.json" : "";
        var image = model.Container is { } container ? $"  image: {container}\n" : "";
        return $$"""

            # Variables of the project, all protected, each with one value for each environment:
            #   ANSIBLE_VAULT_PASSWORD_FILE (type file)   the vault's password
            #   DEPLOY_SSH_KEY (type file)                the deployment host's private key
            #   DEPLOY_KNOWN_HOSTS (type file)            the keys of the hosts
            #   OS_CLIENT_CONFIG_FILE (type file)         a clouds.yaml with one cloud named as the environment

            .check:
              stage: validate
              interruptible: true
              timeout: 15m
            {{image}}  rules:
                - if: $CI_PIPELINE_SOURCE == "merge_request_event"
                - if: $CI_PIPELINE_SOURCE == "schedule"
                  when: never
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
              before_script:
                - set -euo pipefail
                - umask 077

            .cloud:
              interruptible: false
              retry: 0
            {{image}}  variables:
                TOOL: {{model.Tool}}
                RELEASE: "{{model.Release}}"
                COMMIT: $CI_COMMIT_SHA
                PRIVATE: $CI_PROJECT_DIR/.private
              before_script:
                - |
            {{Text([.. DeployScript.Prepare, .. DeployScript.Reach], 6)}}
              after_script:
            {{Lines(DeployScript.CleanUp, 4)}}
              artifacts:
                when: always
                access: developer
                expire_in: 90 days
                paths: [racklight-logs/{{inventory}}]

            .plan:
              extends: .cloud
              stage: plan
              timeout: 2h
              rules:
                - if: $CI_PIPELINE_SOURCE == "schedule"
                  when: never
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
              script:
            {{Lines(DeployScript.Plan, 4)}}
              artifacts:
                paths: [racklight-logs/, plan/{{inventory}}]

            .deploy:
              extends: .cloud
              stage: deploy
              timeout: 8h
              allow_failure: false
              rules:
                - if: $CI_DEPLOY_FREEZE
                  when: never
                - if: $CI_PIPELINE_SOURCE == "schedule"
                  when: never
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
                  when: manual
                  allow_failure: false
              script:
            {{Lines(DeployScript.Deploy, 4)}}

            .verify:
              extends: .cloud
              stage: verify
              timeout: 30m
              rules:
                - if: $CI_DEPLOY_FREEZE
                  when: never
                - if: $CI_PIPELINE_SOURCE == "schedule"
                  when: never
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
              script:
            {{Lines(DeployScript.Verify, 4)}}

            .drift:
              extends: .cloud
              stage: verify
              timeout: 2h
              needs: []
              rules:
                - if: $CI_PIPELINE_SOURCE == "schedule"
              script:
            {{Lines(DeployScript.Drift, 4)}}

            """;
    }

    /// <summary>Commands as items of a list; single quotes keep every character of a shell line.</summary>
    private static string Lines(IReadOnlyList<string> commands, int indent)
        => string.Join('\n', commands.Select(command => $"{new string(' ', indent)}- '{command.Replace("'", "''", StringComparison.Ordinal)}'"));

    /// <summary>Commands as lines of one block.</summary>
    private static string Text(IReadOnlyList<string> commands, int indent) => string.Join('\n', commands.Select(command => new string(' ', indent) + command));
}
