using System.Globalization;
using System.Text;

namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>The same pipeline as GitHub Actions runs it: the gate is the environment's required reviewers. docs/deploy-pipelines.md tells why.</summary>
internal static class GitHubWorkflow
{
    /// <summary>Where it lies: GitHub reads no other directory.</summary>
    public const string Path = ".github/workflows/deploy.yml";

    // Pinned by commit: a tag of an action can be moved to other code. All of them run on Node 24.
    private const string Checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
    private const string Upload = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0";
    private const string Download = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1";

    /// <summary>The files, each with its text.</summary>
    public static IReadOnlyList<(string Path, string Body)> Files(PipelineModel model) => [(Path, Workflow(model))];

    private static string Workflow(PipelineModel model)
    {
        var text = new StringBuilder($$"""

            # Environments, in the repository's settings, two for each datacentre; {{model.Branch}} is their only deployment branch:
            #   NAME        the gate: "Required reviewers". Secrets: DEPLOY_SSH_KEY, DEPLOY_KNOWN_HOSTS, ANSIBLE_VAULT_PASSWORD (when there are vaults)
            #   NAME-plan   without reviewers. The same secrets, and OS_CLIENT_CONFIG: a clouds.yaml with a cloud named as the datacentre
            # While the variable DEPLOY_FREEZE holds anything, nothing is deployed.
            name: deploy

            on:
              pull_request:
              push: { branches: [{{Quoted(model.Branch)}}] }
              workflow_dispatch:
                inputs:
                  tags: { type: string, description: "Only tasks with these tags; empty: all" }
                  limit: { type: string, description: "Only these hosts; empty: all" }
                  actions: { type: string, description: "Only these actions of the tool; empty: its usual deploy" }
            {{(model.Drift == "yes" ? "  schedule: [{ cron: \"17 4 * * *\" }]\n" : "")}}
            permissions: { contents: read }

            defaults: { run: { shell: bash } }

            env:
              TOOL: {{Quoted(model.Tool)}}
              RELEASE: {{Quoted(model.Release)}}
              COMMIT: {{Expression("github.sha")}}

            jobs:
              # Before anything is merged: no secret, and a runner that reaches no cloud.
              check:
                if: github.event_name != 'schedule'
                runs-on: [self-hosted, check]
            {{Container(model)}}    concurrency: { group: "check-{{Expression("github.head_ref || github.run_id")}}", cancel-in-progress: true }
                timeout-minutes: 15
                steps:
                  - uses: {{Checkout}}
                    with: { persist-credentials: false }
                  - run: racklight deploy check .
                  - run: racklight deploy pipeline check {{Path}}

            """);
        if (model.Lab is { } lab) text.Append(LabJob(lab));
        foreach (var (name, datacentre) in model.Datacentres)
        {
            foreach (var job in Jobs(model, name, datacentre)) text.Append(Text(model, name, datacentre, job));
        }
        return text.ToString();
    }

    private static string LabJob(string runner) => $$"""

          # An image that does not boot is not merged.
          lab:
            if: github.event_name == 'pull_request'
            runs-on: [self-hosted, {{Quoted(runner)}}]
            timeout-minutes: 120
            steps:
              - uses: {{Checkout}}
                with: { persist-credentials: false, fetch-depth: 0 }
              - run: |
                  set -euo pipefail
                  if git diff --quiet "origin/$GITHUB_BASE_REF"...HEAD -- site.yaml images nodes groups; then exit 0; fi
        {{Lines(DeployScript.Lab, 10)}}

        """;

    /// <summary>A job of a datacentre: what it runs, and which secrets it is given.</summary>
    private sealed record CloudJob(string Kind, string? Needs, string Condition, string Environment, int Minutes, IReadOnlyList<string> Script)
    {
        /// <summary>True for the jobs that reach hosts: they get the key and the vault's password; the others ask the cloud's API.</summary>
        public bool ReachesHosts => Kind != "verify";
    }

    private static IEnumerable<CloudJob> Jobs(PipelineModel model, string name, Datacentre datacentre)
    {
        var merged = $"github.ref == 'refs/heads/{model.Branch}' && github.event_name != 'schedule'";
        // The limit of `deploy run` comes first: it ends Ansible between tasks and writes its report, GitHub's limit ends everything.
        var minutes = (int.Parse(datacentre.Timeout.TrimEnd('h'), CultureInfo.InvariantCulture) * 60) + 30;
        yield return new CloudJob("plan", "check", merged, $"{name}-plan", 120, DeployScript.Plan);
        yield return new CloudJob("deploy", $"plan-{name}", merged + " && vars.DEPLOY_FREEZE == ''", name, minutes, DeployScript.Deploy);
        yield return new CloudJob("verify", $"deploy-{name}", merged, $"{name}-plan", 30, DeployScript.Verify);
        if (model.Drift == "yes") yield return new CloudJob("drift", null, "github.event_name == 'schedule'", $"{name}-plan", 120, DeployScript.Drift);
    }

    private static string Text(PipelineModel model, string name, Datacentre datacentre, CloudJob job)
    {
        // The inventory goes from the plan to the deploy, and is kept with the logs: without it containers get new names.
        var inventory = model.Tool == "osa" && job.ReachesHosts ? $"\n            {datacentre.Configuration}/openstack_inventory.json" : "";
        var text = new StringBuilder($$"""

              {{job.Kind}}-{{name}}:
            {{(job.Needs is { } needs ? $"    needs: {needs}\n" : "")}}    if: {{job.Condition}}
                runs-on: [self-hosted, {{Quoted(datacentre.Runner)}}]
            {{Container(model)}}    environment: {{Quoted(job.Environment)}}

            """);
        if (job.Kind == "deploy")
        {
            text.Append($$"""
                    # One deploy of this cloud at a time, the oldest first, and none is ended half-way by a newer one.
                    concurrency: { group: {{Quoted("deploy-" + name)}}, cancel-in-progress: false, queue: max }

                """);
        }
        text.Append($$"""
                timeout-minutes: {{job.Minutes}}
                env:
                  CLOUD: {{Quoted(name)}}
                  CONFIGURATION: {{Quoted(datacentre.Configuration)}}
                  DEPLOY_LIMIT_TIME: {{Quoted(datacentre.Timeout)}}
            {{(job.Kind is "plan" or "deploy" ? Narrowed : "")}}    steps:
                  - uses: {{Checkout}}
                    with: { persist-credentials: false }

            """);
        if (job.Kind == "deploy")
        {
            text.Append($$"""
                      - uses: {{Download}}
                        with: { name: {{Quoted("plan-" + name)}}, path: {{(inventory.Length > 0 ? "." : "plan")}} }

                """);
        }
        text.Append($$"""
                  - env:
            {{Lines(job.ReachesHosts ? GitHubSecrets.OfHosts : GitHubSecrets.OfApi, 10)}}
                    run: |
            {{Lines([.. GitHubSecrets.Prepare, .. DeployScript.Prepare, .. job.ReachesHosts ? [.. GitHubSecrets.ForHosts, .. DeployScript.Reach] : GitHubSecrets.ForApi, .. job.Script], 10)}}
                  - if: always()
                    run: {{DeployScript.CleanUp[0].Replace("$PRIVATE", GitHubSecrets.Private, StringComparison.Ordinal)}}
                  - if: always()
                    uses: {{Upload}}
                    with:
                      name: logs-{{job.Kind}}-{{name}}-{{Expression("github.run_attempt")}}
                      retention-days: 90
                      if-no-files-found: ignore
                      path: |
                        racklight-logs/{{inventory}}

            """);
        if (job.Kind == "plan")
        {
            text.Append($$"""
                      - uses: {{Upload}}
                        with:
                          name: {{Quoted("plan-" + name)}}
                          overwrite: true
                          if-no-files-found: error
                          path: |
                            plan/{{inventory}}

                """);
        }
        return text.ToString();
    }

    /// <summary>What whoever starts the workflow by hand may narrow; as variables, since an expression in a script becomes part of the script.</summary>
    private static string Narrowed { get; } = $"      DEPLOY_TAGS: {Expression("inputs.tags")}\n      DEPLOY_LIMIT: {Expression("inputs.limit")}\n      DEPLOY_ACTIONS: {Expression("inputs.actions")}\n";

    private static string Container(PipelineModel model) => model.Container is { } image ? $"    container: {Quoted(image)}\n" : "";

    private static string Expression(string text) => "${{ " + text + " }}";

    /// <summary>A datacentre may be named <c>007</c> or <c>null</c>. What comes here holds neither quotes nor backslashes: the model's patterns see to that.</summary>
    private static string Quoted(string text) => $"\"{text}\"";

    private static string Lines(IReadOnlyList<string> commands, int indent) => string.Join('\n', commands.Select(command => new string(' ', indent) + command));
}
