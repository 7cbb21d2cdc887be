using System.Security.Cryptography;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Pipelines.Rules;
using Racklight.Deploys.Starting;
using Racklight.Vault;

namespace Racklight.Tests.Deploys.Starting;

public sealed class DeployRepositoryTests : IDisposable
{
    private const string Secret = "9f86d081884c7d659a2feaa0c55ad015";
    private const string Password = "Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3";
    private readonly TemporaryFiles _files = new();
    private readonly VaultKeyring _keyring = new();
    private readonly string _key = ECDsa.Create().ExportPkcs8PrivateKeyPem();

    public DeployRepositoryTests() => _keyring.Add("default", VaultPassword.FromFile("correct horse battery staple"u8));

    private string Into => Path.Combine(_files.Root, "mycloud");

    [Fact]
    public async Task No_secret_is_in_any_object_of_git_nor_in_any_file()
    {
        Source();
        var said = await MakeAsync(commit: true);
        string[] secrets = [Secret, Password, "PRIVATE KEY", _key.Split('\n')[1]];
        var patterns = string.Join(' ', secrets.Select(static secret => $"-e '{secret}'"));
        var objects = await DeployTools.RunAsync(Into, null, "sh", "-c", $"git cat-file --batch-all-objects --batch | grep -a {patterns}");
        (objects.ExitCode, objects.Output).ShouldBe((1, ""), objects.Error);
        var files = await DeployTools.RunAsync(Into, null, "sh", "-c", $"grep -r -a -l {patterns} .");
        (files.ExitCode, files.Output).ShouldBe((1, ""), files.Error);
        // What is vaulted is really in there, and opens.
        using var opened = _keyring.Open(await File.ReadAllBytesAsync(Path.Combine(Into, "openstack_deploy/user_secrets.yml"), TestContext.Current.CancellationToken));
        System.Text.Encoding.UTF8.GetString(opened.Plaintext.Span).ShouldContain(Secret);
        said.ShouldContain(static line => line.Contains("openstack_deploy/user_secrets.yml: encrypted", StringComparison.Ordinal));
        (await DeployTools.GitAsync(Into, "status", "--porcelain")).ShouldBe("");
    }

    [Fact]
    public async Task What_must_never_be_committed_is_left_out_and_ignored_from_then_on()
    {
        Source();
        var said = await MakeAsync(commit: true);
        foreach (var path in new[] { "user_secrets.yml.tar", "pki/roots/ca.key", "ssh_keypairs/nova", "admin-openrc.sh" })
        {
            said.ShouldContain(line => line.StartsWith($"openstack_deploy/{path}: left out", StringComparison.Ordinal), path);
            File.Exists(Path.Combine(Into, "openstack_deploy", path)).ShouldBeFalse();
            _files.Write($"mycloud/openstack_deploy/{path}", "x");
        }
        (await DeployTools.GitAsync(Into, "status", "--porcelain")).ShouldBe("");
    }

    [Fact]
    public async Task The_new_repository_passes_its_own_checks_and_has_a_pipeline_without_a_fault()
    {
        Source();
        await MakeAsync(commit: true);
        (await new DeployCheck(null, _keyring).RunAsync(Into, TestContext.Current.CancellationToken)).Findings.Where(static finding => finding.Severity == Severity.Error).ShouldBeEmpty();
        PipelineRules.Check(Into, ".gitlab-ci.yml").Findings.ShouldBeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(Into, "CODEOWNERS"), TestContext.Current.CancellationToken)).ShouldContain("* @cloud");
        File.Exists(Path.Combine(Into, "README.md")).ShouldBeTrue();
    }

    [Fact]
    public async Task For_GitHub_it_says_what_is_set_up_there_and_the_workflow_has_no_fault()
    {
        Source();
        await MakeAsync(commit: true, server: "github");
        PipelineRules.Check(Into, ".github/workflows/deploy.yml").Findings.ShouldBeEmpty();
        File.Exists(Path.Combine(Into, ".gitlab-ci.yml")).ShouldBeFalse();
        var readme = await File.ReadAllTextAsync(Path.Combine(Into, "README.md"), TestContext.Current.CancellationToken);
        readme.ShouldContain("required reviewers");
        readme.ShouldNotContain("racklight deploy runner");
        readme.ShouldNotContain("gitlab");
    }

    [Fact]
    public async Task A_directory_that_holds_something_is_not_touched()
    {
        Source();
        _files.Write("mycloud/mine", "x");
        await Should.ThrowAsync<ProblemException>(() => MakeAsync(commit: true));
        Directory.EnumerateFileSystemEntries(Into).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_real_ansible_vault_opens_what_was_encrypted()
    {
        var vault = DeployTools.Need("ansible-vault", "apt-get install ansible-core");
        Source();
        await MakeAsync(commit: false);
        _files.Write("pass", "correct horse battery staple\n");
        var view = await DeployTools.RunAsync(Into, null, vault, "view", "--vault-password-file", Path.Combine(_files.Root, "pass"), "openstack_deploy/user_secrets.yml");
        view.ExitCode.ShouldBe(0, view.Error);
        view.Output.ShouldContain(Secret);
    }

    [Theory]
    [InlineData("shell", null)]
    [InlineData("docker", "registry.example.org/deploy@sha256:aaaa")]
    public async Task The_runners_script_is_fine_by_shellcheck_and_has_no_token_in_an_argument(string executor, string? image)
    {
        var shellcheck = DeployTools.Need("shellcheck", "apt-get install shellcheck");
        var script = RunnerScript.Text(new RunnerRequest { Url = new Uri("https://gitlab.example.org"), Project = "42", Tag = "acme_dc1", Executor = executor, Image = image, Hours = 8 });
        _files.Write("runner.sh", script);
        (await DeployTools.RunAsync(_files.Root, null, shellcheck, "runner.sh")).Output.ShouldBe("");
        script.ShouldContain("--limit 1");
        script.ShouldContain("run_untagged=false");
        script.ShouldContain("access_level=ref_protected");
        script.ShouldNotContain("--token");
    }

    private void Source()
    {
        var config = File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.singlebond.example"));
        _files.Write("openstack_deploy/openstack_user_config.yml", config);
        _files.Write("openstack_deploy/user_secrets.yml", $"galera_root_password: {Secret}\n");
        _files.Write("openstack_deploy/user_variables.yml", $"haproxy_stats_password: {Password}\ndebug: false\n");
        _files.Write("openstack_deploy/user_secrets.yml.tar", $"galera_root_password: {Secret}\n");
        _files.Write("openstack_deploy/pki/roots/ca.key", _key);
        _files.Write("openstack_deploy/ssh_keypairs/nova", _key);
        _files.Write("openstack_deploy/haproxy.pem", _key);
        _files.Write("openstack_deploy/admin-openrc.sh", $"export OS_PASSWORD={Password}\n");
    }

    private Task<IReadOnlyList<string>> MakeAsync(bool commit, string server = "gitlab")
    {
        Environment.SetEnvironmentVariable("GIT_AUTHOR_NAME", "t");
        Environment.SetEnvironmentVariable("GIT_AUTHOR_EMAIL", "t@example.org");
        Environment.SetEnvironmentVariable("GIT_COMMITTER_NAME", "t");
        Environment.SetEnvironmentVariable("GIT_COMMITTER_EMAIL", "t@example.org");
        var request = new StartRequest { From = Path.Combine(_files.Root, "openstack_deploy"), Into = Into, Server = server, Release = "2026.1", Datacentres = ["dc1=acme_dc1"], Owner = "@cloud", Commit = commit };
        return DeployRepository.MakeAsync(request, _keyring, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _keyring.Dispose();
        _files.Dispose();
    }
}
