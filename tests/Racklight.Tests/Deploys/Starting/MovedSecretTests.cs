using Racklight.Deploys.Checking;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Starting;
using Racklight.Vault;

namespace Racklight.Tests.Deploys.Starting;

/// <summary>Secrets within settings become variables; what Ansible makes of the settings stays the same.</summary>
public sealed class MovedSecretTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";

    // Each with something that YAML, Jinja, INI or a shell could trip over.
    private const string Nova = """
        [DEFAULT]
        debug = true
        transport_url = rabbit://openstack:R4bb1tS3cret@10.0.0.1:5672//
        [vmware]
        host_password = hunter2
        # password = nothing
        [api_database]
        password = "Quo'ted#9"
        [neutron]
        password = Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3

        """;

    private const string Domain = "[ldap]\nurl = ldap://ldap.corp\npassword = B1nd!Pass,wor#d\nuser_filter = (memberOf=cn=cloud)\n";

    private const string Globals = """
        openstack_release: "2024.1"
        kolla_internal_vip_address: 10.0.0.9
        my_backup_password: 12e4567
        my_users:
          - { name: a, password: 'it is n0t' }
          - { name: b, secret_key: Ys3Wq8Zt2Lk9Xv4Bn7Mc1Rp5 }
        my_proxy: http://user:pr0xypass@proxy:3128

        """;

    private readonly TemporaryFiles _files = new();
    private readonly VaultKeyring _keyring = new();

    public MovedSecretTests() => _keyring.Add("default", VaultPassword.FromFile(System.Text.Encoding.UTF8.GetBytes(Passphrase)));

    private string Into => Path.Combine(_files.Root, "cloud");

    [Fact]
    public async Task Ansible_makes_of_moved_secrets_what_stood_there()
    {
        var ansible = DeployTools.Need("ansible-playbook", "apt-get install ansible-core");
        Kolla();
        await MakeAsync("kolla");
        _files.Write("pass", Passphrase + "\n");
        _files.Write("play.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - ansible.builtin.template: { src: "{{ from }}/{{ item }}", dest: "{{ to }}/{{ item | basename }}" }
                  loop: [config/nova.conf, config/keystone/domains/keystone.corp.conf]
                - ansible.builtin.copy:
                    dest: "{{ to }}/variables"
                    content: "{{ my_backup_password }} {{ my_users[1].secret_key }} {{ my_proxy }} {{ ansible_become_password }} {{ own_secret }}"
            """);
        Directory.CreateDirectory(Path.Combine(_files.Root, "out"));
        var played = await DeployTools.RunAsync(_files.Root, null, ansible, "-i", "cloud/kolla/multinode", "-c", "local", "-e", "@cloud/kolla/globals.yml", "-e", "@cloud/kolla/passwords.yml", "--vault-password-file", "pass",
            "-e", $"from={Into}/kolla", "-e", $"to={_files.Root}/out", "-e", "ansible_become=false", "play.yml");
        played.ExitCode.ShouldBe(0, played.Output + played.Error);
        Read("out/nova.conf").ShouldBe(Nova);
        Read("out/keystone.corp.conf").ShouldBe(Domain);
        Read("out/variables").ShouldBe("12e4567 Ys3Wq8Zt2Lk9Xv4Bn7Mc1Rp5 http://user:pr0xypass@proxy:3128 b3c0me!Me 0wnS3cret");
    }

    [Fact]
    public async Task Nothing_of_them_is_left_and_the_settings_can_be_read()
    {
        Kolla();
        var said = await MakeAsync("kolla");
        foreach (var secret in new[] { "R4bb1tS3cret", "hunter2", "Quo'ted#9", "Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3", "B1nd!Pass", "12e4567", "Ys3Wq8Zt2Lk9", "pr0xypass", "b3c0me!Me", "0wnS3cret" })
        {
            var found = await DeployTools.RunAsync(Into, null, "grep", "-r", "-a", "-l", "-F", secret, ".");
            (found.ExitCode, found.Output).ShouldBe((1, ""), secret);
        }
        var nova = Read("cloud/kolla/config/nova.conf");
        nova.ShouldContain("debug = true");
        // The list had that value: it keeps its one name.
        nova.ShouldContain("[neutron]\npassword = {{ neutron_keystone_password }}\n");
        // kolla-ansible has a variable nova_api_database_password: another's value must not get under it.
        nova.ShouldContain("[api_database]\npassword = \"{{ nova_api_database_password_2 }}\"\n");
        nova.ShouldContain("rabbit://openstack:{{ nova_transport_url_password }}@10.0.0.1:5672//");
        said.ShouldContain(static line => line.StartsWith("kolla/config/nova.conf: its secrets are variables now: nova_transport_url_password, nova_vmware_host_password", StringComparison.Ordinal));
        var findings = (await new DeployCheck(null, _keyring).RunAsync(Into, TestContext.Current.CancellationToken)).Findings;
        findings.Where(static finding => finding.Rule is "password" or "token" or "unknown-variable" or "yaml" or "yaml-1.1" or "unread-vault").Where(static finding => !finding.Message.Contains("`my_", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_openstack_ansible_reads_by_itself_is_never_encrypted()
    {
        var config = await File.ReadAllTextAsync(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.prod.example"), TestContext.Current.CancellationToken);
        _files.Write("openstack_deploy/openstack_user_config.yml", config + "\nglobal_own:\n  netapp_password: N3tapp!Secret99\n");
        await MakeAsync("openstack_deploy");
        var made = Read("cloud/openstack_deploy/openstack_user_config.yml");
        made.ShouldBe(config + "\nglobal_own:\n  netapp_password: \"{{ openstack_user_config_netapp_password }}\"\n");
        // There was no list: there is one now.
        using var list = _keyring.Open(await File.ReadAllBytesAsync(Path.Combine(Into, "openstack_deploy/user_secrets.yml"), TestContext.Current.CancellationToken));
        System.Text.Encoding.UTF8.GetString(list.Plaintext.Span).ShouldContain("openstack_user_config_netapp_password: \"N3tapp!Secret99\"");
    }

    [Fact]
    public async Task A_list_that_is_vaulted_takes_them_and_one_that_no_password_opens_stops_it()
    {
        Kolla();
        var before = _keyring.Seal("# mine\nneutron_keystone_password: abc\n"u8);
        await File.WriteAllBytesAsync(Path.Combine(_files.Root, "kolla/passwords.yml"), before, TestContext.Current.CancellationToken);
        await MakeAsync("kolla");
        using (var list = _keyring.Open(await File.ReadAllBytesAsync(Path.Combine(Into, "kolla/passwords.yml"), TestContext.Current.CancellationToken)))
        {
            System.Text.Encoding.UTF8.GetString(list.Plaintext.Span).ShouldStartWith("# mine\nneutron_keystone_password: abc\n");
            System.Text.Encoding.UTF8.GetString(list.Plaintext.Span).ShouldContain("nova_vmware_host_password: hunter2\n");
        }
        Directory.Delete(Into, recursive: true);
        using var other = new VaultKeyring();
        other.Add("default", VaultPassword.FromFile("another"u8));
        (await Should.ThrowAsync<ProblemException>(() => MakeAsync("kolla", other))).Message.ShouldContain("passwords.yml");
        Directory.Exists(Into).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_nothing_but_a_token_and_a_list_that_is_no_YAML_are_told()
    {
        Kolla();
        _files.Write("kolla/token.yml", "ghp_0123456789abcdefghijklmnopqrstuvwxyz\n");
        (await MakeAsync("kolla")).ShouldContain(static line => line.StartsWith("kolla/token.yml: encrypted (a token of GitHub", StringComparison.Ordinal));
        Directory.Delete(Into, recursive: true);
        _files.Write("kolla/passwords.yml", "a: b\na: c\n");
        var problem = (await Should.ThrowAsync<ProblemException>(() => MakeAsync("kolla"))).Problems.ShouldHaveSingleItem();
        problem.File!.ShouldEndWith("kolla/passwords.yml");
        problem.Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("kolla/globals.yml", "kolla/config/nova.conf", true)]
    [InlineData("kolla/globals.yml", "kolla/config/neutron/ml2_conf.ini", true)]
    [InlineData("kolla/globals.yml", "kolla/config/prometheus/prometheus.yml", true)]
    [InlineData("kolla/globals.yml", "kolla/config/keystone/domains/keystone.corp.conf", false)]
    [InlineData("kolla/globals.yml", "kolla/config/nova/ceph.client.nova.keyring", false)]
    [InlineData("kolla/globals.yml", "kolla/globals.d/secrets.yml", false)]
    [InlineData("openstack_user_config.yml", "conf.d/cinder.yml", true)]
    [InlineData("openstack_user_config.yml", "user_secrets.yml", false)]
    public async Task A_vault_that_nobody_would_open_is_told(string cloud, string vault, bool told)
    {
        _files.Write(cloud, "a: b\n");
        _files.Write(vault, System.Text.Encoding.ASCII.GetString(_keyring.Seal("[DEFAULT]\n"u8)));
        var findings = (await new DeployCheck(null, null).RunAsync(_files.Root, TestContext.Current.CancellationToken)).Findings.Where(static finding => finding.Rule == "unread-vault").ToList();
        findings.Select(static finding => finding.File).ShouldBe(told ? [vault] : []);
    }

    [Fact]
    public async Task A_value_that_is_encrypted_on_its_own_is_told_there_too()
    {
        _files.Write("openstack_user_config.yml", "cidr_networks: &networks\n  container: 172.29.236.0/22\nown: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61\n");
        var finding = (await new DeployCheck(null, null).RunAsync(_files.Root, TestContext.Current.CancellationToken)).Findings.Where(static finding => finding.Rule == "unread-vault").ShouldHaveSingleItem();
        finding.Line.ShouldBe(3);
    }

    private void Kolla()
    {
        _files.Write("kolla/globals.yml", Globals);
        _files.Write("kolla/passwords.yml", "neutron_keystone_password: Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3\n");
        _files.Write("kolla/multinode", "[control]\nnode1 ansible_become_password=b3c0me!Me ansible_host=127.0.0.1\n[all:vars]\nown_secret=0wnS3cret\n");
        _files.Write("kolla/config/nova.conf", Nova);
        _files.Write("kolla/config/keystone/domains/keystone.corp.conf", Domain);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_files.Root, path));

    private Task<IReadOnlyList<string>> MakeAsync(string from, VaultKeyring? keyring = null)
        => DeployRepository.MakeAsync(new StartRequest { From = Path.Combine(_files.Root, from), Into = Into, Release = "2024.1", Commit = false }, keyring ?? _keyring, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _keyring.Dispose();
        _files.Dispose();
    }
}
