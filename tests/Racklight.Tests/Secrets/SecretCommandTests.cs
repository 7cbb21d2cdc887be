using System.Text;
using System.Text.Json;
using Racklight.Tests.Vault;

namespace Racklight.Tests.Secrets;

/// <summary>The verbs, as a process.</summary>
public sealed class SecretCommandTests : IDisposable
{
    private const string Text = "a: 1\nb: \"zwei ü\"\n# note\nkey:\n  private: |\n    AAA\n    BBB\n";
    private readonly SecretProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Encrypt_view_get_and_decrypt()
    {
        _program.Write("s.yml", Text);
        File.SetUnixFileMode(_program.At("s.yml"), (UnixFileMode)0b110_100_100);
        Passed(await _program.WithPasswordAsync("encrypt", "s.yml"));
        _program.Read("s.yml").ShouldStartWith("$ANSIBLE_VAULT;1.1;AES256\n");
        File.GetUnixFileMode(_program.At("s.yml")).ShouldBe((UnixFileMode)0b110_000_000);
        Passed(await _program.WithPasswordAsync("view", "s.yml")).ShouldBe(Text.TrimEnd());
        Passed(await _program.WithPasswordAsync("get", "key.private", "s.yml")).ShouldBe("AAA\nBBB");
        var again = await _program.WithPasswordAsync("encrypt", "s.yml");
        (again.ExitCode, again.Error).ShouldBe((2, "s.yml: error: it is already encrypted\n    try: racklight secret rekey s.yml, to encrypt it with another password"));
        var missing = await _program.WithPasswordAsync("get", "kye", "s.yml");
        (missing.ExitCode, missing.Error).ShouldBe((1, "s.yml: error: there is no key `kye`, did you mean `key`?"));
        Passed(await _program.WithPasswordAsync("decrypt", "s.yml", "--output", "-")).ShouldBe(Text.TrimEnd());
        _program.Read("s.yml").ShouldStartWith("$ANSIBLE_VAULT");
        Passed(await _program.WithPasswordAsync("decrypt", "s.yml"));
        _program.Read("s.yml").ShouldBe(Text);
    }

    [Fact]
    public async Task A_pipe_or_a_device_is_written_into_and_never_replaced()
    {
        Passed(await EncryptedAsync("s.yml", Text));
        Passed(await _program.RunAsync("mkfifo", ["pipe"]));
        // Opening a pipe waits for its other end.
        var read = Task.Run(() => File.ReadAllText(_program.At("pipe")));
        Passed(await _program.WithPasswordAsync("decrypt", "s.yml", "--output", "pipe"));
        (await read).ShouldBe(Text);
        Passed(await _program.RunAsync("test", ["-p", "pipe"]));
    }

    [Fact]
    public async Task Rekey_keeps_the_mode_changes_the_label_and_leaves_all_files_when_one_fails()
    {
        Passed(await EncryptedAsync("s.yml", Text));
        File.SetUnixFileMode(_program.At("s.yml"), (UnixFileMode)0b110_100_000);
        using (var keyring = AnsibleVault.Keyring()) _program.Write("i.yml", $"x: {Racklight.Vault.Inline.InlineText.Block(keyring.Seal("inner"u8))}  \nrest: 1 # c\n".Replace("  \n", "\n", StringComparison.Ordinal));
        _program.Write("bad.yml", "$ANSIBLE_VAULT;1.1;AES256\nzz\n");
        var before = _program.Read("s.yml");
        (await _program.WithPasswordAsync("rekey", "s.yml", "bad.yml", "--new-vault-id", "neu@pw2")).ExitCode.ShouldBe(2);
        _program.Read("s.yml").ShouldBe(before);
        Passed(await _program.WithPasswordAsync("rekey", "s.yml", "i.yml", "--new-vault-id", "neu@pw2"));
        File.GetUnixFileMode(_program.At("s.yml")).ShouldBe((UnixFileMode)0b110_100_000);
        _program.Read("s.yml").ShouldStartWith("$ANSIBLE_VAULT;1.2;AES256;neu\n");
        _program.Read("i.yml").ShouldEndWith("\nrest: 1 # c\n");
        Passed(await _program.RunAsync("view", "s.yml", "i.yml", "--vault-id", "neu@pw2")).ShouldBe(Text + "x: !vault inner\nrest: 1 # c");
    }

    [Fact]
    public async Task A_value_is_encrypted_from_standard_input_and_a_warning_is_given_for_one_in_the_arguments()
    {
        var piped = await _program.RunAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "racklight.dll"), "secret", "encrypt-string", "--stdin-name", "token", "--vault-id", "prod@pw"], "tok en\n");
        piped.Output.ShouldStartWith("token: !vault |\n          $ANSIBLE_VAULT;1.2;AES256;prod\n          ");
        piped.Error.ShouldBeEmpty();
        _program.Write("t.yml", piped.Output + "\n");
        Passed(await _program.WithPasswordAsync("get", "token", "t.yml", "-n")).ShouldBe("tok en");
        (await _program.WithPasswordAsync("encrypt_string", "seen", "--name", "x")).Error.ShouldContain("seen by every user of this machine");
    }

    [Fact]
    public async Task Passwords_come_from_ansible_cfg_and_the_environment()
    {
        Passed(await EncryptedAsync("s.yml", Text));
        _program.Write("ansible.cfg", "[defaults]\nvault_identity_list = lost@nowhere, prod@pw\n");
        var result = await _program.RunAsync("view", "s.yml");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain("warning: the password's source");
        File.Delete(_program.At("ansible.cfg"));
        var asked = await _program.RunAsync("view", "s.yml");
        (asked.ExitCode, asked.Error).ShouldBe((2, "error: the vault's password cannot be asked for: standard input is no terminal\n    try: --vault-password-file FILE, or ANSIBLE_VAULT_PASSWORD_FILE"));
        _program.Environment["ANSIBLE_VAULT_PASSWORD_FILE"] = "pw";
        Passed(await _program.RunAsync("view", "s.yml")).ShouldBe(Text.TrimEnd());
    }

    [Fact]
    public async Task Check_finds_every_vault_of_a_tree_and_names_what_is_wrong()
    {
        Passed(await EncryptedAsync("good/a.yml", Text));
        using (var other = AnsibleVault.Keyring("anders", "prod")) _program.Write("good/b.yml", Encoding.ASCII.GetString(other.Seal("x"u8)));
        _program.Write(".git/c.yml", "$ANSIBLE_VAULT;1.1;AES256\nzz\n");
        _program.Write("page.md", "write `x: !vault |`: [it]\n");
        (await _program.RunAsync("check")).ExitCode.ShouldBe(0);
        var result = await _program.WithPasswordAsync("check", "-o", "json");
        result.ExitCode.ShouldBe(1);
        var report = JsonDocument.Parse(result.Output).RootElement;
        report.GetProperty("vaults").EnumerateArray().Select(static line => $"{line.GetProperty("file")} {line.GetProperty("vault-id")} {line.GetProperty("state")}").ShouldBe(["good/a.yml default opens", "good/b.yml prod does not open"]);
        Passed(await _program.WithPasswordAsync("check", "--vault-id", "prod@pw2"));
        _program.Write("good/a.yml", _program.Read("good/a.yml")[..^200]);
        _program.Write("plain.yml", "k: !vault not yet\n");
        result = await _program.WithPasswordAsync("check", "--vault-id", "prod@pw2");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("plain.yml:1: error: `k` bears !vault, but is not encrypted");
        result.Error.ShouldContain("good/a.yml");
    }

    [Fact]
    public async Task A_wrong_password_is_exit_code_1_and_a_damaged_file_2()
    {
        Passed(await EncryptedAsync("s.yml", Text));
        var wrong = await _program.RunAsync("view", "s.yml", "--vault-password-file", "pw2");
        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldContain("the password is wrong, or the file was changed after it was encrypted (its check value cannot tell which)");
        _program.Write("cut.yml", _program.Read("s.yml")[..301]);
        var cut = await _program.WithPasswordAsync("view", "cut.yml");
        cut.ExitCode.ShouldBe(2);
        cut.Error.ShouldStartWith("cut.yml:5: error: the vault was cut off");
    }

    private async Task<Racklight.App.ProcessResult> EncryptedAsync(string name, string text)
    {
        _program.Write(name, text);
        return await _program.WithPasswordAsync("encrypt", name);
    }

    private static string Passed(Racklight.App.ProcessResult result)
    {
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
