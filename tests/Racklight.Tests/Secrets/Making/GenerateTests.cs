using System.Text.Json;
using Racklight.App;
using Racklight.Releases;
using Racklight.Tests.Images;
using Racklight.Tests.Releases;

namespace Racklight.Tests.Secrets.Making;

/// <summary><c>racklight secret generate</c> as a process, read by Debian's Ansible and PyYAML.</summary>
public sealed class GenerateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-generate-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Ansible_plays_with_a_whole_vaulted_list_that_was_generated()
    {
        Need.Program("ansible-playbook");
        var password = Write("vault.txt", "correct horse\n");
        var file = Path.Combine(_directory, "passwords.yml");
        await WholeProgram.RequireAsync("secret", "generate", "--for", "kolla", "--release", "2026.1", "--output", file, "--vault-password-file", password);
        File.ReadAllText(file).ShouldStartWith("$ANSIBLE_VAULT;1.1;AES256\n");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var playbook = Write("play.yml", """
            - hosts: localhost
              connection: local
              gather_facts: false
              tasks:
                - ansible.builtin.assert:
                    that:
                      - database_password is string and database_password | length == 40
                      - nova_ssh_key.private_key.startswith('-----BEGIN PRIVATE KEY-----\n')
                      - nova_ssh_key.private_key.endswith('-----END PRIVATE KEY-----\n')
                      - nova_ssh_key.public_key.startswith('ssh-rsa ')
                      - rbd_secret_uuid is match('^[0-9a-f-]{36}$')
                      - designate_rndc_key is match('^[0-9a-f]{32}$')
                      - prometheus_bcrypt_salt | length == 22
                      - docker_registry_password is none
            """);
        var result = await ProcessRunner.RunAsync(new ProcessSpec("ansible-playbook", "-i", "localhost,", "-e", "@" + file, "--vault-password-file", password, playbook) { Limit = TimeSpan.FromMinutes(5), Environment = new Dictionary<string, string?> { ["ANSIBLE_LOCALHOST_WARNING"] = "false" } });
        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        var view = await ProcessRunner.RequireAsync(new ProcessSpec("ansible-vault", "view", "--vault-password-file", password, file) { Environment = new Dictionary<string, string?> { ["PAGER"] = "cat" } });
        view.Split('\n').Count(static line => line.Length > 0 && char.IsAsciiLetter(line[0]) && line.Contains(':', StringComparison.Ordinal)).ShouldBe(107);
    }

    [Fact]
    public async Task Only_what_is_empty_is_filled_and_every_other_byte_stays()
    {
        var text = "---\n# Ours.\ndatabase_password:   # make one\nkeep: 12e4567\nempty_text: ''\ndocker_registry_password:\n\nnova_ssh_key:\n  private_key:\n  public_key: ssh-rsa half\nrbd_secret_uuid: ~\n";
        var file = Write("passwords.yml", text);
        var report = JsonDocument.Parse(await WholeProgram.RequireAsync("secret", "generate", "--for", "kolla", file, "-o", "json")).RootElement;
        report.GetProperty("made").EnumerateArray().Select(static made => made.GetProperty("key").GetString()).ShouldBe(["database_password", "rbd_secret_uuid"]);
        report.GetProperty("half-pairs")[0].GetString().ShouldBe("nova_ssh_key");
        report.GetProperty("blank")[0].GetString().ShouldBe("docker_registry_password");
        var lines = File.ReadAllLines(file);
        lines[2].ShouldMatch("^database_password: [A-Za-z0-9\"]{40,42}   # make one$");
        lines[^1].ShouldMatch("^rbd_secret_uuid: \"?[0-9a-f-]{36}\"?$");
        var expected = text.TrimEnd('\n').Split('\n');
        (expected[2], expected[^1]) = (lines[2], lines[^1]);
        lines.ShouldBe(expected);
        await WholeProgram.RequireAsync("secret", "generate", "--for", "kolla", file);
        File.ReadAllLines(file).ShouldBe(lines);
    }

    [Fact]
    public async Task Openstack_ansible_s_own_sample_is_filled_and_pyyaml_reads_texts()
    {
        Need.Program("python3");
        var file = Write("user_secrets.yml", File.ReadAllText(KollaData.Osa("user_secrets.yml")));
        await WholeProgram.RequireAsync("secret", "generate", "--for", "osa", file);
        const string program = "import sys, yaml; d = yaml.safe_load(open(sys.argv[1])); assert all(isinstance(v, str) and v for v in d.values()), [k for k, v in d.items() if not isinstance(v, str)]; print(len(d))";
        (await ProcessRunner.RequireAsync(new ProcessSpec("python3", "-c", program, file))).ShouldBe(ReleaseNames.OsaSecrets.Of(Series.Latest).Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.ReadAllText(file).ShouldContain("## Rabbitmq Options");
    }

    [Fact]
    public async Task A_vaulted_file_is_filled_within_its_vault()
    {
        Need.Program("ansible-vault");
        var password = Write("vault.txt", "pw\n");
        var file = Write("passwords.yml", "# ours\na_password: old\nb_password:\n");
        await ProcessRunner.RequireAsync(new ProcessSpec("ansible-vault", "encrypt", "--vault-password-file", password, file));
        await WholeProgram.RequireAsync("secret", "generate", "--for", "kolla", file, "--vault-password-file", password);
        File.ReadAllText(file).ShouldStartWith("$ANSIBLE_VAULT;1.1;AES256\n");
        (await ProcessRunner.RequireAsync(new ProcessSpec("ansible-vault", "view", "--vault-password-file", password, file) { Environment = new Dictionary<string, string?> { ["PAGER"] = "cat" } })).ShouldMatch("^# ours\na_password: old\nb_password: \"?[A-Za-z0-9]{40}\"?$");
    }

    [Fact]
    public async Task An_existing_file_is_not_overwritten_by_a_whole_list()
    {
        var file = Write("passwords.yml", "a: b\n");
        var result = await WholeProgram.RunAsync("secret", "generate", "--for", "kolla", "--output", file);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("it stays as it is");
        File.ReadAllText(file).ShouldBe("a: b\n");
    }

    [Fact]
    public async Task A_rotation_names_what_to_restart_and_leaves_names_and_data_keys_alone()
    {
        const string text = "nova_database_password: a\nbarbican_crypto_key: b\nrbd_secret_uuid: c\nempty_password:\n";
        var file = Write("passwords.yml", text);
        var dry = JsonDocument.Parse(await WholeProgram.RequireAsync("secret", "rotate", "--for", "kolla", file, "--all", "--dry-run", "-o", "json")).RootElement;
        dry.GetProperty("secrets").EnumerateArray().Single().GetProperty("run").GetString().ShouldBe("reconfigure --tags nova");
        File.ReadAllText(file).ShouldBe(text);
        await WholeProgram.RequireAsync("secret", "rotate", "--for", "kolla", file, "--all");
        File.ReadAllText(file).ShouldMatch("^nova_database_password: \"?[A-Za-z0-9]{40}\"?\nbarbican_crypto_key: b\nrbd_secret_uuid: c\nempty_password:\n$");
        var wrong = await WholeProgram.RunAsync("secret", "rotate", "--for", "kolla", file, "nova_databse_password");
        wrong.ExitCode.ShouldBe(2);
        wrong.Error.ShouldContain("did you mean `nova_database_password`?");
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, text);
        return file;
    }
}
