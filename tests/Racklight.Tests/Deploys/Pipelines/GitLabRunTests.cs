using Racklight.App;
using Racklight.Deploys.Pipelines.Commands;

namespace Racklight.Tests.Deploys.Pipelines;

/// <summary>A made pipeline, run by gitlab-ci-local: real jobs, real ssh-agent, real Ansible on this machine behind a stand-in of openstack-ansible.</summary>
public sealed class GitLabRunTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    private string Repository => Path.Combine(_files.Root, "site");

    private string StandInLog => Path.Combine(_files.Root, "calls.txt");

    [Fact]
    public async Task The_gate_is_honoured_until_somebody_presses_the_button_and_then_the_plan_is_deployed()
    {
        await MakeAsync();
        // gitlab-ci-local refuses a whole pipeline whose gate nobody opens; GitLab itself lets it wait.
        var closed = await RunAsync();
        closed.ExitCode.ShouldBe(1, Said(closed));
        Said(closed).ShouldContain("deploy:dc1 is when:manual");
        Calls().ShouldBeEmpty();
        var merged = await RunAsync("check", "plan:dc1");
        merged.ExitCode.ShouldBe(0, Said(merged));
        Calls().ShouldNotBeEmpty();
        Calls().ShouldAllBe(static call => call.Contains("--check", StringComparison.Ordinal));

        var pressed = await RunAsync("--manual", "deploy:dc1");
        pressed.ExitCode.ShouldBe(0, Said(pressed));
        Calls().ShouldContain(static call => !call.Contains("--check", StringComparison.Ordinal));
        Artifact("deploy:dc1", "racklight-logs").ShouldBeTrue(Said(pressed));
        // Names that the plan gave to containers are those that are deployed.
        var inventory = Directory.EnumerateDirectories(Path.Combine(Repository, ".gitlab-ci-local/artifacts"), "deploy*").Select(static folder => Path.Combine(folder, "openstack_inventory.json")).Single(File.Exists);
        File.ReadAllText(inventory).ShouldContain("--check");
        Artifact("verify:dc1", "racklight-logs/verify.txt").ShouldBeTrue(Said(pressed));
    }

    [Fact]
    public async Task A_deploy_that_fails_fails_the_pipeline_keeps_its_artifacts_and_cleans_up()
    {
        await MakeAsync();
        _files.Write("fail-deploys", "");
        var failed = await RunAsync("--manual", "deploy:dc1");
        failed.ExitCode.ShouldBe(1, Said(failed));
        Artifact("deploy:dc1", "racklight-logs").ShouldBeTrue(Said(failed));
        Artifact("verify:dc1", "racklight-logs").ShouldBeFalse();
        Directory.EnumerateDirectories(_files.Root, ".private", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merge_request_is_checked_without_any_secret_and_a_plaintext_secret_fails_it()
    {
        await MakeAsync();
        // By name: gitlab-ci-local knows a branch also for a merge request, and would want the gate opened.
        string[] request = ["check", "--variable", "CI_PIPELINE_SOURCE=merge_request_event"];
        var good = await RunAsync(request);
        good.ExitCode.ShouldBe(0, Said(good));
        Calls().ShouldBeEmpty();
        _files.Write("site/user_secrets.yml", "rabbitmq_cookie_token: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n");
        await DeployTools.GitAsync(Repository, "add", "user_secrets.yml");
        var bad = await RunAsync(request);
        bad.ExitCode.ShouldBe(1, Said(bad));
        Said(bad).ShouldContain("secrets-open");
    }

    private async Task MakeAsync()
    {
        Directory.CreateDirectory(Repository);
        File.Copy(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.singlebond.example"), Path.Combine(Repository, "openstack_user_config.yml"));
        PipelineInitCommand.Make(Repository, "gitlab", "osa", "2026.1", ["dc1=acme_dc1"], force: false);
        _files.Write("site/.gitignore", "racklight-logs/\nplan/\n.private/\n.gitlab-ci-local*\n");
        await DeployTools.RunAsync(_files.Root, null, DeployTools.Need("ssh-keygen", "apt-get install openssh-client"), "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_files.Root, "key"));
        _files.Write("site/.gitlab-ci-local-variables.yml", $$"""
            DEPLOY_SSH_KEY: { type: file, values: { "*": {{Quoted(_files.Read("key"))}} } }
            DEPLOY_KNOWN_HOSTS: { type: file, values: { "*": "infra1 ssh-ed25519 AAAA\n" } }
            ANSIBLE_VAULT_PASSWORD_FILE: { type: file, values: { "*": "correct horse battery staple\n" } }

            """);
        StandIn("openstack-ansible", $$"""
            #!/bin/sh
            # As the wrapper does: Ansible with the arguments that it was given. Only the playbook and the inventory are ours.
            echo "$*" >> '{{StandInLog}}'
            ssh-add -l > /dev/null || exit 9
            case "$*" in *--check*) ;; *) if [ -e '{{_files.Root}}/fail-deploys' ]; then set -- "$@" -e fails=true; fi ;; esac
            # The dynamic inventory: made once, and kept when it is there.
            [ -e "$CI_PROJECT_DIR/openstack_inventory.json" ] || echo "{ \"made by\": \"$*\" }" > "$CI_PROJECT_DIR/openstack_inventory.json"
            shift
            exec ansible-playbook -i localhost, -c local '{{_files.Root}}/play.yml' "$@"
            """);
        StandIn("openstack", "#!/bin/sh\necho 2026-11-22T12:00:00+0000\n");
        _files.Write("play.yml", """
            - hosts: localhost
              gather_facts: false
              tasks:
                - ansible.builtin.fail: { msg: "as the test wants it" }
                  when: fails is defined

            """);
        await DeployTools.GitAsync(Repository, "init", "--quiet", "--initial-branch=main");
        await DeployTools.GitAsync(Repository, "add", "--all");
        await DeployTools.GitAsync(Repository, "commit", "--quiet", "-m", "x");
        await DeployTools.GitAsync(Repository, "remote", "add", "origin", "git@gitlab.example.org:cloud/site.git");
    }

    private Task<ProcessResult> RunAsync(params string[] arguments)
    {
        DeployTools.Need("rsync", "apt-get install rsync");
        DeployTools.Need("ansible-playbook", "apt-get install ansible-core");
        var program = DeployTools.Need(Path.Combine(DeployTools.Source, "artifacts/tools/gitlab-ci-local/node_modules/.bin/gitlab-ci-local"), "./setup test");
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = $"{Path.Combine(_files.Root, "bin")}:{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _files.Root,
            ["NO_COLOR"] = "1",
        };
        return DeployTools.RunAsync(Repository, environment, program, ["--shell-executor-no-image", "--no-color", .. arguments]);
    }

    private void StandIn(string name, string text)
        => File.SetUnixFileMode(_files.Write($"bin/{name}", text), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private string[] Calls() => File.Exists(StandInLog) ? File.ReadAllLines(StandInLog) : [];

    // gitlab-ci-local writes a job's colon another way into the name of its directory.
    private bool Artifact(string job, string path)
        => new DirectoryInfo(Path.Combine(Repository, ".gitlab-ci-local/artifacts")).EnumerateDirectories(job.Split(':')[0] + "*").Any(folder => Path.Exists(Path.Combine(folder.FullName, path)));

    private static string Said(ProcessResult result) => result.Output + "\n" + result.Error;

    private static string Quoted(string text) => "\"" + text.Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    public void Dispose() => _files.Dispose();
}
