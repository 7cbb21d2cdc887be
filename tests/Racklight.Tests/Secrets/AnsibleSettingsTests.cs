using Racklight.Secrets.Passwords;

namespace Racklight.Tests.Secrets;

public sealed class AnsibleSettingsTests : IDisposable
{
    private readonly SecretProgram _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_file_says_and_variables_say_it_louder()
    {
        _files.Write("ansible.cfg", "# a\n[defaults]\nvault_password_file = ./pw ; mine\nvault_identity_list: dev@dev.txt, prod@prompt , ~/x\nvault_id_match=yes\nvault_encrypt_identity = dev\n[other]\nvault_password_file = no\n");
        var settings = Read();
        settings.PasswordFile.ShouldBe(_files.At("pw"));
        settings.Identities.ShouldBe([$"dev@{_files.At("dev.txt")}", "prod@prompt", "/home/x"]);
        (settings.MatchIds, settings.EncryptIdentity, settings.Ask).ShouldBe((true, "dev", false));
        settings = Read(("ANSIBLE_VAULT_PASSWORD_FILE", "/other"), ("ANSIBLE_VAULT_IDENTITY_LIST", "eu@k-client"), ("ANSIBLE_VAULT_ID_MATCH", "0"));
        settings.PasswordFile.ShouldBe("/other");
        settings.Identities.ShouldBe([$"eu@{_files.At("k-client")}"]);
        settings.MatchIds.ShouldBeFalse();
    }

    [Fact]
    public void A_file_where_everybody_may_put_one_is_not_read()
    {
        _files.Write("ansible.cfg", "[defaults]\nvault_password_file = pw\n");
        File.SetUnixFileMode(_files.Root, (UnixFileMode)0b111_111_111);
        Read().PasswordFile.ShouldBeNull();
        Read(("ANSIBLE_CONFIG", _files.Root)).PasswordFile.ShouldBe(_files.At("pw"));
    }

    private AnsibleSettings Read(params (string Name, string Value)[] variables)
        => AnsibleSettings.Read(_files.Root, name => variables.FirstOrDefault(variable => variable.Name == name).Value ?? (name == "HOME" ? "/home" : null));
}
