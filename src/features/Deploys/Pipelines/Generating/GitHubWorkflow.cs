using System.Text;

namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>The same pipeline as GitHub Actions runs it: the gate is the environment's required reviewers.</summary>
internal static class GitHubWorkflow
{
    // Pinned by commit: a tag of an action can be moved to other code.
    private const string Checkout = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
    private const string Upload = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2";
    private const string Download = "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0";

    /// <summary>The files, each with its text.</summary>
    public static IReadOnlyList<(string Path, string Body)> Files(PipelineModel model) => [(".github/workflows/deploy.yml", Workflow(model))];

    private static string Workflow(PipelineModel model)
    {
        var text = new StringBuilder($$"""

            # Secrets of each environment: ANSIBLE_VAULT_PASSWORD, DEPLOY_SSH_KEY, DEPLOY_KNOWN_HOSTS, OS_CLIENT_CONFIG.
            # The gate: "Required reviewers" and "Deployment branches" of each environment.
            name: deploy

            on:
              pull_request:
              push: { branches: [main] }
            {{(model.Drift == "yes" ? "  schedule: [{ cron: \"17 4 * * *\" }]\n" : "")}}
            permissions: { contents: read }

            defaults: { run: { shell: bash } }

            env:
              TOOL: {{model.Tool}}
              RELEASE: "{{model.Release}}"
              COMMIT: ${{"{{"}} github.sha {{"}}"}}

            jobs:
              check:
                if: github.event_name != 'schedule'
                runs-on: [self-hosted, check]
                timeout-minutes: 15
                steps:
                  - uses: {{Checkout}}
                    with: { persist-credentials: false }
                  - run: |
                      set -euo pipefail
                      racklight deploy check .

            """);
        if (model.Lab is { } lab) text.Append(LabJob(lab));
        foreach (var (name, datacentre) in model.Datacentres)
        {
            text.Append(Job(model, name, datacentre, "plan", "check", "github.event_name == 'push'", DeployScript.Plan, 120, planned: false));
            text.Append(Job(model, name, datacentre, "deploy", $"plan-{name}", "github.event_name == 'push'", DeployScript.Deploy, int.Parse(datacentre.Timeout.TrimEnd('h'), System.Globalization.CultureInfo.InvariantCulture) * 60, planned: true));
            text.Append(Job(model, name, datacentre, "verify", $"deploy-{name}", "github.event_name == 'push'", DeployScript.Verify, 30, planned: false));
            if (model.Drift == "yes") text.Append(Job(model, name, datacentre, "drift", null, "github.event_name == 'schedule'", DeployScript.Drift, 120, planned: false));
        }
        return text.ToString();
    }

    private static string LabJob(string runner) => $$"""

          # An image that does not boot is not merged.
          lab:
            if: github.event_name == 'pull_request'
            runs-on: [self-hosted, {{runner}}]
            timeout-minutes: 120
            steps:
              - uses: {{Checkout}}
                with: { persist-credentials: false, fetch-depth: 0 }
              - run: |
                  set -euo pipefail
                  if git diff --quiet "origin/$GITHUB_BASE_REF"...HEAD -- site.yaml images nodes groups; then exit 0; fi
        {{Lines(DeployScript.Lab, 10)}}

        """;

    private static string Job(PipelineModel model, string name, Datacentre datacentre, string job, string? needs, string condition, IReadOnlyList<string> script, int minutes, bool planned) => $$"""

          {{job}}-{{name}}:
        {{(needs is null ? "" : $"    needs: {needs}\n")}}    if: {{condition}}
            runs-on: [self-hosted, {{datacentre.Runner}}]
        {{(model.Container is { } image ? $"    container: {image}\n" : "")}}    environment: {{(job == "deploy" ? name : name + "-" + (job == "verify" ? "verify" : "plan"))}}
            concurrency: { group: {{name}}, cancel-in-progress: false }
            timeout-minutes: {{minutes}}
            env:
              CLOUD: {{name}}
              CONFIGURATION: {{datacentre.Configuration}}
              DEPLOY_LIMIT_TIME: {{datacentre.Timeout}}
              PRIVATE: ${{"{{"}} github.workspace {{"}}"}}/.private
            steps:
              - uses: {{Checkout}}
                with: { persist-credentials: false }
        {{(planned ? $"      - uses: {Download}\n        with: {{ name: {Artifact("plan", name)}, path: . }}\n" : "")}}      - env:
                  VAULT_PASSWORD: ${{"{{"}} secrets.ANSIBLE_VAULT_PASSWORD {{"}}"}}
                  SSH_KEY: ${{"{{"}} secrets.DEPLOY_SSH_KEY {{"}}"}}
                  KNOWN_HOSTS: ${{"{{"}} secrets.DEPLOY_KNOWN_HOSTS {{"}}"}}
                  CLOUDS: ${{"{{"}} secrets.OS_CLIENT_CONFIG {{"}}"}}
                run: |
                  # GitHub has no variables of type file: they are made in a private directory that goes at the end.
                  umask 077; mkdir -p "$PRIVATE"
                  for name in VAULT_PASSWORD SSH_KEY KNOWN_HOSTS CLOUDS; do printenv "$name" > "$PRIVATE/$name" || true; done
                  unset VAULT_PASSWORD SSH_KEY CLOUDS
                  export ANSIBLE_VAULT_PASSWORD_FILE="$PRIVATE/VAULT_PASSWORD" DEPLOY_SSH_KEY="$PRIVATE/SSH_KEY" DEPLOY_KNOWN_HOSTS="$PRIVATE/KNOWN_HOSTS" OS_CLIENT_CONFIG_FILE="$PRIVATE/CLOUDS"
        {{Lines([.. DeployScript.Prepare, .. script], 10)}}
              - if: always()
                run: |
        {{Lines(DeployScript.CleanUp, 10)}}
              - if: always()
                uses: {{Upload}}
                with:
                  name: {{Artifact(job, name)}}
                  retention-days: 90
                  if-no-files-found: ignore
                  path: |
                    racklight-logs/
                    plan/
        {{(model.Tool == "osa" ? $"            {datacentre.Configuration}/openstack_inventory.json\n" : "")}}
        """;

    private static string Artifact(string job, string name) => $"{job}-{name}";

    private static string Lines(IReadOnlyList<string> commands, int indent) => string.Join('\n', commands.Select(command => new string(' ', indent) + command));
}
