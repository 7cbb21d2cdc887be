using System.Text;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Findings;
using Racklight.Releases;
using Racklight.Vault;

namespace Racklight.Tests.Deploys.Checking;

public class KollaCheckTests
{
    [Fact]
    public async Task A_vaulted_list_with_an_empty_password_is_found_where_kollas_own_grep_sees_nothing()
    {
        using var files = new TemporaryFiles();
        using var keyring = Keyring();
        files.Write("globals.yml", "---\n");
        var plain = "database_password: abc\nrabbitmq_password:\ndocker_registry_password:\nnova_ssh_key:\n  private_key:\n  public_key: ssh-rsa AAAA\n";
        await File.WriteAllBytesAsync(Path.Combine(files.Root, "passwords.yml"), keyring.Seal(Encoding.UTF8.GetBytes(plain)), TestContext.Current.CancellationToken);
        var grep = await DeployTools.RunAsync(files.Root, null, "grep", "-q", @"^[^#].*:\s*$", "passwords.yml");
        grep.ExitCode.ShouldBe(1);
        var found = await RunAsync(files, keyring: keyring);
        found.Select(static finding => (finding.Rule, finding.Line)).ShouldBe([("empty-password", 2), ("empty-password", 4)]);
        (await RunAsync(files)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_damaged_vault_is_found_without_a_password_and_a_wrong_password_is_told()
    {
        using var files = new TemporaryFiles();
        using var keyring = Keyring();
        var closed = Encoding.ASCII.GetString(keyring.Seal("a: b\n"u8));
        files.Write("passwords.yml", closed[..^40]);
        files.Write("vars.yml", "x: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162zz\n");
        (await RunAsync(files)).Select(static finding => (finding.File, finding.Rule)).ShouldBe([("passwords.yml", "vault-damaged"), ("vars.yml", "vault-damaged")]);
        files.Write("passwords.yml", closed);
        files.Write("vars.yml", "x: 1\n");
        using var other = new VaultKeyring();
        other.Add("default", VaultPassword.FromFile("another"u8));
        (await RunAsync(files, keyring: other)).ShouldHaveSingleItem().File.ShouldBe("passwords.yml");
    }

    [Theory]
    [InlineData("2026.1", "enable_redis: true\n", "vanished-variable", "2025.1")]
    [InlineData("2025.1", "enable_cindre: true\n", "unknown-variable", "did you mean `enable_cinder`?")]
    [InlineData("2025.1", "kolla_internal_vip_adress: 10.0.0.1\n", "unknown-variable", "did you mean `kolla_internal_vip_address`?")]
    public async Task A_variable_that_the_release_does_not_know_is_told_with_what_was_meant(string release, string globals, string rule, string said)
    {
        using var files = new TemporaryFiles();
        files.Write("globals.yml", globals);
        var finding = (await RunAsync(files, release)).ShouldHaveSingleItem();
        finding.Rule.ShouldBe(rule);
        finding.Message.ShouldContain(said);
        finding.Line.ShouldBe(1);
    }

    [Fact]
    public async Task A_variable_of_the_users_own_that_another_value_is_made_of_is_no_finding()
    {
        using var files = new TemporaryFiles();
        files.Write("globals.yml", "my_domain: example.org\nkolla_internal_fqdn: \"cloud.{{ my_domain }}\"\n");
        (await RunAsync(files, "2025.1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_series_sample_is_known_to_its_own_series_and_its_inventory_has_every_group()
    {
        foreach (var series in Series.All)
        {
            var sample = Path.Combine(DeployTools.Data("kolla"), series.KollaVersion);
            if (!File.Exists(Path.Combine(sample, "multinode"))) continue;
            using var files = new TemporaryFiles();
            files.Write("globals.yml", await File.ReadAllTextAsync(Path.Combine(sample, "globals.yml"), TestContext.Current.CancellationToken));
            files.Write("multinode", await File.ReadAllTextAsync(Path.Combine(sample, "multinode"), TestContext.Current.CancellationToken));
            var found = await RunAsync(files, series.Name);
            found.Where(static finding => finding.Rule is not "yaml-1.1").ShouldBeEmpty($"{series}: {string.Join("; ", found)}");
        }
    }

    [Fact]
    public async Task An_inventory_of_another_series_is_told_what_is_missing_and_what_vanished()
    {
        var old = Path.Combine(DeployTools.Data("kolla"), Series.Find("2025.2")!.KollaVersion, "multinode");
        using var files = new TemporaryFiles();
        files.Write("globals.yml", "---\n");
        files.Write("multinode", await File.ReadAllTextAsync(old, TestContext.Current.CancellationToken));
        var found = await RunAsync(files, "2026.1");
        found.ShouldContain(static finding => finding.Rule == "missing-group" && finding.Line == 1);
        found.ShouldContain(static finding => finding.Rule == "vanished-group" && finding.Message.Contains("`kolla-logs`", StringComparison.Ordinal) && finding.Instead == "the release has `kolla_logs`");
    }

    [Theory]
    [InlineData("key: 12e4567", "text to Ansible, and a number to readers of YAML 1.2")]
    [InlineData("key: 0o17", "text to Ansible, and a number to readers of YAML 1.2")]
    [InlineData("key: 017", "the octal number 15 to Ansible")]
    [InlineData("mac: 52:54:00:12:34:56", "a number in base 60 to Ansible")]
    [InlineData("range: 1:59", "a number in base 60 to Ansible")]
    [InlineData("region: no", "false to Ansible")]
    [InlineData("no: oslo", "false to Ansible")]
    [InlineData("key: 1_000", "a number to Ansible")]
    [InlineData("expires: 2026-11-22", "a date to Ansible")]
    [InlineData("openstack_release: 2025.10", "the zero at its end is dropped")]
    public void A_trap_of_YAML_1_1_is_told_for_what_it_is(string yaml, string said)
        => YamlTraps.Check(new RepositoryFile("x.yml", Encoding.UTF8.GetBytes(yaml + "\n"))).ShouldHaveSingleItem().Message.ShouldContain(said);

    [Theory]
    [InlineData("enable_cinder: yes")]
    [InlineData("key: \"12e4567\"")]
    [InlineData("mode: 0644")]
    [InlineData("address: 172.29.236.11")]
    [InlineData("range: 1:1000")]
    [InlineData("openstack_release: \"2025.1\"")]
    [InlineData("mtu: 9000")]
    public void What_means_what_it_says_is_no_trap(string yaml)
        => YamlTraps.Check(new RepositoryFile("x.yml", Encoding.UTF8.GetBytes(yaml + "\n"))).ShouldBeEmpty();

    [Fact]
    public async Task PyYAML_agrees_on_every_trap()
    {
        var python = DeployTools.Need("/usr/bin/python3", "apt-get install python3");
        string[] texts = ["12e4567", "0o17", "017", "52:54:00:12:34:56", "1:59", "no", "yes", "off", "1_000", "2026-11-22", "2025.10", "1:1000", "0644", "9000", "172.29.236.11", "nova"];
        const string program = "import sys, yaml\nfor line in sys.stdin: print(type(yaml.safe_load('k: ' + line)['k']).__name__)";
        var result = await DeployTools.RunAsync("/", null, "sh", "-c", $"printf '%s\\n' {string.Join(' ', texts.Select(static text => $"'{text}'"))} | {python} -c \"{program}\"");
        result.ExitCode.ShouldBe(0, result.Error);
        foreach (var (text, type) in texts.Zip(result.Output.Split('\n')))
        {
            var trap = YamlTraps.Trap("version", text, isKey: false);
            if (trap is null) type.ShouldBeOneOf("str", "int");
            else if (trap.StartsWith("text to Ansible", StringComparison.Ordinal)) type.ShouldBe("str", text);
            else type.ShouldNotBe("str", text);
        }
    }

    private static VaultKeyring Keyring()
    {
        var keyring = new VaultKeyring();
        keyring.Add("default", VaultPassword.FromFile("correct horse battery staple"u8));
        return keyring;
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(TemporaryFiles files, string? release = null, VaultKeyring? keyring = null)
        => (await new DeployCheck(release is null ? null : Series.Find(release)!, keyring).RunAsync(files.Root, TestContext.Current.CancellationToken)).Findings;
}
