using Racklight.Deploys.Pipelines.Commands;

namespace Racklight.Tests.Deploys.Pipelines;

/// <summary>
/// A made workflow, run: GitHub's own parser and evaluator decide what runs with which variables, in real shells with a real ssh-agent and real Ansible
/// behind a stand-in of openstack-ansible. GitHub's servers and the three actions are stand-ins: tests/tools/github-actions says of what.
/// </summary>
public sealed class GitHubRunTests : IDisposable
{
    private const string VaultPassword = "correct horse battery staple";

    private readonly TemporaryFiles _files = new();

    private string Repository => Path.Combine(_files.Root, "site");

    private string StandInLog => Path.Combine(_files.Root, "calls.txt");

    [Fact]
    public async Task The_gate_is_honoured_until_somebody_approves_and_then_the_plan_is_deployed()
    {
        await MakeAsync();
        var closed = await RunAsync("push");
        Results(closed).ShouldBe(["check: success", "plan-dc1: success", "deploy-dc1: waiting", "verify-dc1: waiting", "drift-dc1: skipped", "run: waiting"], Logs());
        Calls().ShouldNotBeEmpty();
        Calls().ShouldAllBe(static call => call.Contains("--check", StringComparison.Ordinal));

        var approved = await RunAsync("push", approved: true);
        Results(approved).ShouldBe(["check: success", "plan-dc1: success", "deploy-dc1: success", "verify-dc1: success", "drift-dc1: skipped", "run: success"], Logs());
        Calls().Last().ShouldNotContain("--check");
        var deploy = approved.Single(static job => job.Job == "deploy-dc1");
        deploy.Environment.ShouldBe("dc1");
        deploy.Labels.ShouldBe(["self-hosted", "acme_dc1"]);
        deploy.Concurrency.ShouldBe(new Dictionary<string, string> { ["group"] = "deploy-dc1", ["cancel-in-progress"] = "false", ["queue"] = "max" });
        Artifact("logs-deploy-dc1-1/racklight-logs/deploys").ShouldBeTrue();
        Artifact("logs-verify-dc1-1/verify.txt").ShouldBeTrue();
        Artifact("plan-dc1/plan/SHA256SUMS").ShouldBeTrue();
        // Names that the plan gave to containers are those that are deployed.
        _files.Read("work/artifacts/logs-deploy-dc1-1/openstack_inventory.json").ShouldContain("--check");
        NothingIsLeft(approved);
    }

    [Fact]
    public async Task A_deploy_that_fails_fails_the_run_keeps_its_logs_and_cleans_up()
    {
        await MakeAsync();
        _files.Write("fail-deploys", "");
        var failed = await RunAsync("push", approved: true);
        Results(failed).ShouldBe(["check: success", "plan-dc1: success", "deploy-dc1: failure", "verify-dc1: skipped", "drift-dc1: skipped", "run: failure"], Logs());
        Artifact("logs-deploy-dc1-1/racklight-logs/deploys").ShouldBeTrue();
        Artifact("logs-verify-dc1-1").ShouldBeFalse();
        NothingIsLeft(failed);
    }

    [Fact]
    public async Task Run_again_the_logs_of_both_attempts_are_kept()
    {
        await MakeAsync();
        _files.Write("fail-deploys", "");
        await RunAsync("push", approved: true);
        File.Delete(Path.Combine(_files.Root, "fail-deploys"));
        Results(await RunAsync("push", approved: true, attempt: 2)).Last().ShouldBe("run: success", Logs());
        Artifact("logs-deploy-dc1-1").ShouldBeTrue();
        Artifact("logs-deploy-dc1-2").ShouldBeTrue();
    }

    [Fact]
    public async Task A_plan_of_another_commit_is_not_deployed()
    {
        await MakeAsync();
        StandIn("sha256sum", "#!/bin/sh\n[ \"$1\" = --check ] || echo 0000000000000000000000000000000000000000 > commit\nexec /usr/bin/sha256sum \"$@\"\n");
        var refused = await RunAsync("push", approved: true);
        Results(refused).ShouldContain("deploy-dc1: failure", Logs());
        Calls().ShouldAllBe(static call => call.Contains("--check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pull_request_is_checked_without_any_secret_and_a_plaintext_secret_fails_it()
    {
        await MakeAsync();
        Results(await RunAsync("pull_request", approved: true)).ShouldBe(["check: success", "plan-dc1: skipped", "deploy-dc1: skipped", "verify-dc1: skipped", "drift-dc1: skipped", "run: success"], Logs());
        Calls().ShouldBeEmpty();
        _files.Write("site/user_secrets.yml", "rabbitmq_cookie_token: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n");
        await CommitAsync();
        Results(await RunAsync("pull_request")).ShouldContain("check: failure");
        Logs().ShouldContain("secrets-open");
    }

    [Fact]
    public async Task Another_branch_starts_nothing_and_by_hand_it_is_only_checked()
    {
        await MakeAsync();
        Results(await RunAsync("push", branch: "mine", approved: true)).ShouldBe(["run: not started"]);
        var byHand = await RunAsync("workflow_dispatch", branch: "mine", approved: true);
        Results(byHand).ShouldContain("plan-dc1: skipped", Logs());
        Calls().ShouldBeEmpty();
    }

    [Fact]
    public async Task By_hand_a_deploy_can_be_narrowed_and_in_a_freeze_it_is_only_planned()
    {
        await MakeAsync();
        var inputs = new Dictionary<string, string> { ["tags"] = "nova;touch injected", ["limit"] = "", ["actions"] = "setup-openstack" };
        Results(await RunAsync("workflow_dispatch", approved: true, inputs: inputs)).Last().ShouldBe("run: success", Logs());
        Calls().ShouldAllBe(static call => call.Contains("nova;touch injected", StringComparison.Ordinal));
        Directory.EnumerateFiles(_files.Root, "injected", SearchOption.AllDirectories).ShouldBeEmpty();

        var frozen = await RunAsync("push", approved: true, attempt: 2, freeze: "until Monday");
        Results(frozen).ShouldBe(["check: success", "plan-dc1: success", "deploy-dc1: skipped", "verify-dc1: skipped", "drift-dc1: skipped", "run: success"], Logs());
    }

    [Fact]
    public async Task A_schedule_looks_for_drift_and_is_red_when_something_is_not_as_committed()
    {
        await MakeAsync();
        Results(await RunAsync("schedule")).ShouldBe(["check: skipped", "plan-dc1: skipped", "deploy-dc1: skipped", "verify-dc1: skipped", "drift-dc1: success", "run: success"], Logs());
        _files.Write("drifted", "");
        var drifted = await RunAsync("schedule", attempt: 2);
        Results(drifted).ShouldContain("drift-dc1: failure");
        Logs().ShouldContain("dc1 is not as committed");
        Artifact("logs-drift-dc1-2").ShouldBeTrue();
        NothingIsLeft(drifted);
    }

    [Fact]
    public async Task A_secret_that_is_not_set_is_named_before_anything_is_reached()
    {
        await MakeAsync();
        var bare = await RunAsync("push", approved: true, secrets: new Dictionary<string, string> { ["DEPLOY_SSH_KEY"] = _files.Read("key") });
        Results(bare).ShouldContain("plan-dc1: failure");
        Logs().ShouldContain("the environment has no secret DEPLOY_KNOWN_HOSTS");
        Calls().ShouldBeEmpty();
        NothingIsLeft(bare);
    }

    [Fact]
    public async Task Images_that_changed_are_booted_before_they_are_merged_and_others_are_not()
    {
        await MakeAsync(lab: true);
        // The lab's machine is a runner of its own: what it boots is told by a stand-in of the program.
        StandIn("racklight", $"#!/bin/sh\ncase \"$1\" in site|up) echo \"$*\" >> '{StandInLog}' ;; *) exec '{DeployTools.Program}' \"$@\" ;; esac\n");
        await DeployTools.GitAsync(Repository, "checkout", "--quiet", "-b", "mine");
        _files.Write("site/notes.md", "x\n");
        await CommitAsync();
        Results(await RunAsync("pull_request", branch: "mine")).ShouldContain("lab: success", Logs());
        Calls().ShouldBeEmpty();
        _files.Write("site/images/node.yaml", "x: y\n");
        await CommitAsync();
        Results(await RunAsync("pull_request", branch: "mine")).ShouldContain("lab: success", Logs());
        Calls().ShouldBe(["site check .", "up --site . --until live --timeout 45"]);
    }

    [Fact]
    public async Task What_the_runner_of_these_tests_does_not_do_it_refuses()
    {
        await MakeAsync();
        var text = _files.Read("site/.github/workflows/deploy.yml");
        _files.Write("site/.github/workflows/deploy.yml", text.Replace("    environment: \"dc1\"\n", "    environment: \"dc1\"\n    container: x\n", StringComparison.Ordinal));
        Results(await RunAsync("push", approved: true)).ShouldBe(["run: refused"]);
        _files.Write("site/.github/workflows/deploy.yml", text.Replace("needs: check", "needs: chek", StringComparison.Ordinal));
        Results(await RunAsync("push", approved: true)).ShouldBe(["run: refused"]);
        Calls().ShouldBeEmpty();
    }

    private async Task MakeAsync(bool lab = false)
    {
        Directory.CreateDirectory(Repository);
        File.Copy(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.singlebond.example"), Path.Combine(Repository, "openstack_user_config.yml"));
        if (lab) _files.Write("site/pipeline.yaml", "tool: osa\nrelease: \"2026.1\"\nlab: lab\ndatacentres: { dc1: { runner: acme_dc1 } }\n");
        if (lab) PipelineInitCommand.Make(Repository, "github", null, null, [], force: false);
        else PipelineInitCommand.Make(Repository, "github", "osa", "2026.1", ["dc1=acme_dc1"], force: false);
        _files.Write("site/.gitignore", "racklight-logs/\nplan/\n");
        await DeployTools.RunAsync(_files.Root, null, DeployTools.Need("ssh-keygen", "apt-get install openssh-client"), "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_files.Root, "key"));
        StandIn("openstack-ansible", $$"""
            #!/bin/sh
            # As the wrapper does: Ansible with the arguments that it was given. Only the playbook and the inventory are ours.
            echo "$*" >> '{{StandInLog}}'
            ssh-add -l > /dev/null || exit 9
            [ "$(cat "$ANSIBLE_VAULT_PASSWORD_FILE")" = '{{VaultPassword}}' ] || exit 8
            grep -q infra1 "${ANSIBLE_SSH_COMMON_ARGS#*UserKnownHostsFile=}" 2> /dev/null || grep -q infra1 "$DEPLOY_KNOWN_HOSTS" || exit 7
            # Secrets are in files, and no longer in the environment.
            if env | grep -qF -e '{{VaultPassword}}' -e 'PRIVATE KEY'; then exit 6; fi
            case "$*" in *--check*) ;; *) if [ -e '{{_files.Root}}/fail-deploys' ]; then set -- "$@" -e fails=true; fi ;; esac
            # The dynamic inventory: made once, and kept when it is there.
            [ -e "$GITHUB_WORKSPACE/openstack_inventory.json" ] || echo "{ \"made by\": \"$*\" }" > "$GITHUB_WORKSPACE/openstack_inventory.json"
            if [ -e '{{_files.Root}}/drifted' ]; then set -- "$@" -e drifted=true; fi
            shift
            exec ansible-playbook -i localhost, -c local '{{_files.Root}}/play.yml' "$@"
            """);
        StandIn("openstack", "#!/bin/sh\ngrep -q auth_url \"$OS_CLIENT_CONFIG_FILE\" && echo 2026-11-22T12:00:00+0000\n");
        _files.Write("play.yml", """
            - hosts: localhost
              gather_facts: false
              tasks:
                - ansible.builtin.fail: { msg: "as the test wants it" }
                  when: fails is defined
                - ansible.builtin.debug: { msg: "as the test wants it" }
                  changed_when: true
                  when: drifted is defined
                  tags: [always]

            """);
        await DeployTools.GitAsync(Repository, "init", "--quiet", "--initial-branch=main");
        await CommitAsync();
    }

    private async Task CommitAsync()
    {
        await DeployTools.GitAsync(Repository, "add", "--all");
        await DeployTools.GitAsync(Repository, "commit", "--quiet", "-m", "x");
    }

    private async Task<IReadOnlyList<WorkflowJob>> RunAsync(string kind, string branch = "main", bool approved = false, int attempt = 1, string freeze = "", IReadOnlyDictionary<string, string>? inputs = null, IReadOnlyDictionary<string, string>? secrets = null)
    {
        DeployTools.Need("ansible-playbook", "apt-get install ansible-core");
        // Each run has artifacts of its own; an attempt adds to those of its run.
        if (attempt == 1 && Path.Exists(Path.Combine(_files.Root, "work/artifacts"))) Directory.Delete(Path.Combine(_files.Root, "work/artifacts"), recursive: true);
        var ofHosts = secrets ?? new Dictionary<string, string>
        {
            ["DEPLOY_SSH_KEY"] = _files.Read("key"),
            ["DEPLOY_KNOWN_HOSTS"] = "infra1 ssh-ed25519 AAAA\n",
            ["ANSIBLE_VAULT_PASSWORD"] = VaultPassword,
        };
        return await GitHubTools.RunAsync(_files.Root, new
        {
            workflow = Path.Combine(Repository, ".github/workflows/deploy.yml"),
            repository = Repository,
            work = Path.Combine(_files.Root, "work"),
            @event = kind,
            branch,
            @ref = kind == "pull_request" ? "refs/pull/1/merge" : $"refs/heads/{branch}",
            sha = (await DeployTools.GitAsync(Repository, "rev-parse", "HEAD")).Trim(),
            @base = kind == "pull_request" ? "main" : null,
            inputs,
            attempt,
            vars = freeze.Length > 0 ? new Dictionary<string, string> { ["DEPLOY_FREEZE"] = freeze } : [],
            secrets = new Dictionary<string, object> { ["dc1"] = ofHosts, ["dc1-plan"] = new Dictionary<string, string>(ofHosts) { ["OS_CLIENT_CONFIG"] = "clouds: { dc1: { auth: { auth_url: https://cloud.example.org:5000 } } }\n" } },
            reviewed = new[] { "dc1" },
            approved = approved ? new[] { "dc1" } : [],
            environment = new Dictionary<string, string>
            {
                ["PATH"] = $"{Path.Combine(_files.Root, "bin")}:{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = _files.Root,
                ["NO_COLOR"] = "1",
            },
        });
    }

    private static string[] Results(IReadOnlyList<WorkflowJob> run) => [.. run.Select(static job => job.Job is null ? $"run: {job.Run}" : $"{job.Job}: {job.Result}")];

    /// <summary>Jobs remove what they made for themselves, also when they fail; and what secrets they had is in no file of runners, logs and artifacts.</summary>
    private void NothingIsLeft(IReadOnlyList<WorkflowJob> run)
    {
        run.SelectMany(static job => job.Leavings).ShouldBeEmpty();
        string[] secrets = [VaultPassword, _files.Read("key").Split('\n')[2]];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_files.Root, "work"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            var text = File.ReadAllText(file);
            secrets.ShouldAllBe(secret => !text.Contains(secret, StringComparison.Ordinal), file);
        }
    }

    private void StandIn(string name, string text)
        => File.SetUnixFileMode(_files.Write($"bin/{name}", text), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private string[] Calls() => File.Exists(StandInLog) ? File.ReadAllLines(StandInLog) : [];

    private bool Artifact(string path) => Path.Exists(Path.Combine(_files.Root, "work/artifacts", path));

    private string Logs()
    {
        var logs = Path.Combine(_files.Root, "work/logs");
        return Directory.Exists(logs) ? string.Join('\n', Directory.EnumerateFiles(logs).Select(static log => $"== {Path.GetFileName(log)}\n{File.ReadAllText(log)}")) : "";
    }

    public void Dispose() => _files.Dispose();
}
