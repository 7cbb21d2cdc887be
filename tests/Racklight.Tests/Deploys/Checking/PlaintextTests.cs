using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Findings;

namespace Racklight.Tests.Deploys.Checking;

public class PlaintextTests
{
    private static readonly string Key = ECDsa.Create().ExportPkcs8PrivateKeyPem();

    [Theory]
    [InlineData("config/nova/ceph.client.nova.keyring", "[client.nova]\n\tkey = AQBvZ1tjAAAAABAAk4Y3Y1xY1w2kzq0E5m9v6Q==\n", "keyring", 2)]
    [InlineData("admin-openrc.sh", "export OS_USERNAME=admin\nexport OS_PASSWORD=Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3\n", "openrc", 2)]
    [InlineData("clouds.yaml", "clouds:\n  dc1:\n    auth:\n      username: admin\n      password: hunter2\n", "clouds-password", 5)]
    [InlineData("passwords.yml", "rabbitmq_password: Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3\nnova_password:\n", "secrets-open", 1)]
    [InlineData("user_secrets.yml", "---\ngalera_root_password: 12e4567\n", "secrets-open", 2)]
    [InlineData("user_secrets.yml-20260101_000000", "galera_root_password: 9f86d081884c7d659a2f\n", "secrets-open", 1)]
    [InlineData("group_vars/all.yml", "haproxy_stats_password: Wq8Zt2Lk9Xv4Bn7\n", "password", 1)]
    [InlineData("user_variables.yml", "glance_swift_store_key: Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3aD6f\n", "password", 1)]
    [InlineData("host_vars/n1.yml", "bmc_password: \"!Wq8Zt2Lk9X\"\n", "password", 1)]
    [InlineData("config/nova.conf", "[vmware]\nhost_password = @Wq8Zt2Lk9X(y)\n", "password", 2)]
    [InlineData("group_vars/all.yml", "users:\n  - { name: a, password: Wq8Zt2Lk9Xv4Bn7 }\n", "password", 2)]
    [InlineData("answers.json", "{\"user\": \"a\", \"password\": \"Wq8Zt2Lk9Xv4Bn7\"}\n", "password", 1)]
    [InlineData("multinode", "[control]\nnode1 ansible_host=10.0.0.1 ansible_become_password='Wq8Zt2Lk9Xv4Bn7' x=1\n", "password", 2)]
    [InlineData("app.conf", "connection = mysql+pymysql://nova:Wq8Zt2Lk9X@172.29.236.9/nova\n", "token", 1)]
    [InlineData("notes.txt", "the token is glpat-Wq8Zt2Lk9Xv4Bn7Mc1Rp\n", "token", 1)]
    [InlineData(".vault_pass.txt", "correct horse battery staple\n", "vault-password-file", 1)]
    public async Task A_secret_in_plaintext_is_found_at_its_place(string path, string text, string rule, int line)
    {
        var finding = (await CheckAsync(path, text)).Where(finding => finding.Rule == rule).ShouldHaveSingleItem();
        finding.Line.ShouldBe(line);
        finding.Message.ShouldNotContain("Wq8Zt2Lk9X");
    }

    [Theory]
    [InlineData("key.pem", "", "")]
    [InlineData("vars.yml", "nova_ssh_key:\n  private_key: |\n", "    ")]
    public async Task A_private_key_is_found_alone_and_within_YAML(string path, string before, string indent)
    {
        var text = before + string.Concat(Key.Split('\n').Select(line => $"{indent}{line}\n"));
        (await CheckAsync(path, text)).ShouldContain(static finding => finding.Rule == "private-key" && finding.Severity == Severity.Error);
    }

    [Theory]
    [InlineData("README.md", "Keep `-----BEGIN PRIVATE KEY-----` out of git. Set `rabbitmq_password: secret`.\n")]
    [InlineData("globals.yml", "keystone_admin_password: \"{{ vault_admin_password }}\"\nkolla_internal_fqdn: cloud.example.org\n")]
    [InlineData("user_variables.yml", "nova_api_metadata_password_file: /etc/nova/secret\nkeystone_token_provider: fernet\nhaproxy_ssl_key_path: /etc/ssl/private/haproxy.key\nglance_default_store: rbd\n")]
    [InlineData("app.conf", "memcache_secret_key = ${KEY}\npassword = $PASSWORD\npassword_length = 40\ntoken_expiration = 3600\nadmin_password = <changeme>\n")]
    [InlineData("x.yml", "checksum: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\npublic_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJw\nssh_key_name: ops\napt_key: 0xD94AA3F0EFE21092\n")]
    [InlineData("passwords.yml", "docker_registry_password:\n")]
    [InlineData("make.sh", "password=get_password(host)\nsecret=os.environ['SECRET']\n")]
    [InlineData("map.yml", "a: { password: \"{{ vaulted }}\", secret: *anchor, token: !vault x }\n")]
    [InlineData("multinode", "[control]\nnode1 ansible_become_password=\"{{ vaulted }}\"\n")]
    public async Task What_only_looks_like_a_secret_is_no_error(string path, string text)
        => (await CheckAsync(path, text)).Where(static finding => finding.Rule is "password" or "token" or "private-key" or "keyring" or "openrc" or "secrets-open").ShouldBeEmpty();

    [Fact]
    public async Task An_old_list_of_secrets_in_a_tar_is_found_by_its_member()
    {
        using var files = new TemporaryFiles();
        await using (var tar = new TarWriter(File.Create(Path.Combine(files.Root, "user_secrets.yml.tar"))))
        {
            var entry = new PaxTarEntry(TarEntryType.RegularFile, "user_secrets.yml-20190501_120000") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("galera_root_password: 9f86d081884c7d659a2f\n")) };
            await tar.WriteEntryAsync(entry, TestContext.Current.CancellationToken);
        }
        (await RunAsync(files)).ShouldHaveSingleItem().File.ShouldBe("user_secrets.yml.tar!user_secrets.yml-20190501_120000");
    }

    [Fact]
    public async Task A_damaged_archive_ends_the_look_into_it_and_nothing_else()
    {
        using var files = new TemporaryFiles();
        var noise = new byte[4096];
        new Random(7).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(files.Root, "a.tar"), noise, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(files.Root, "b.tar.gz"), noise, TestContext.Current.CancellationToken);
        files.Write("openrc", "export OS_PASSWORD=Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3\n");
        (await RunAsync(files)).ShouldHaveSingleItem().Rule.ShouldBe("openrc");
    }

    [Fact]
    public async Task What_git_ignores_is_not_looked_at_and_what_it_tracks_is()
    {
        using var files = new TemporaryFiles();
        files.Write(".gitignore", "ignored-openrc\n");
        files.Write("ignored-openrc", "export OS_PASSWORD=Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3\n");
        files.Write("openrc", "export OS_PASSWORD=Wq8Zt2Lk9Xv4Bn7Mc1Rp5Ys3\n");
        await DeployTools.GitAsync(files.Root, "init", "--quiet");
        (await RunAsync(files)).ShouldHaveSingleItem().File.ShouldBe("openrc");
    }

    [Fact]
    public async Task The_samples_of_the_tools_give_no_false_alarm()
    {
        using var files = new TemporaryFiles();
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(DeployTools.Data("kolla"), "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(DeployTools.Data("osa"))).Where(static path => !path.EndsWith("variables.txt", StringComparison.Ordinal)))
        {
            files.Write($"{++count}/{Path.GetFileName(path)}", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }
        (await RunAsync(files)).Where(static finding => finding.Rule is "password" or "token" or "private-key" or "keyring" or "openrc" or "clouds-password").ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<Finding>> CheckAsync(string path, string text)
    {
        using var files = new TemporaryFiles();
        files.Write(path, text);
        return await RunAsync(files);
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(TemporaryFiles files)
        => (await new DeployCheck(null, null).RunAsync(files.Root, TestContext.Current.CancellationToken)).Findings;
}
