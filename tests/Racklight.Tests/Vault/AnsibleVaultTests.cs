using System.Security.Cryptography;
using System.Text;
using Racklight.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Tests.Vault;

/// <summary>Debian's ansible-vault reads all that we write, and we read all that it writes.</summary>
public sealed class AnsibleVaultTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rl-vault-").FullName;
    private readonly Dictionary<string, byte[]> _contents = new()
    {
        ["empty"] = [],
        ["block"] = "0123456789abcdef"u8.ToArray(),
        ["text"] = "a: 1\nb: Zürich 😀\n"u8.ToArray(),
        ["windows"] = "a: 1\r\nb: 2\r\n"u8.ToArray(),
        ["binary"] = RandomNumberGenerator.GetBytes(64 << 10),
    };

    public AnsibleVaultTests()
    {
        AnsibleVault.Require();
        File.WriteAllText(At("pw"), "geheim \n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(VaultKeyring.DefaultId, "$ANSIBLE_VAULT;1.1;AES256\n")]
    [InlineData("prod-1.eu", "$ANSIBLE_VAULT;1.2;AES256;prod-1.eu\n")]
    public async Task It_reads_what_we_write(string id, string header)
    {
        using var keyring = AnsibleVault.Keyring(id: id);
        foreach (var (name, content) in _contents)
        {
            var text = keyring.Seal(content);
            Encoding.ASCII.GetString(text).ShouldStartWith(header);
            await File.WriteAllBytesAsync(At(name), text);
            await File.WriteAllTextAsync(At(name + ".crlf"), Encoding.ASCII.GetString(text).ReplaceLineEndings("\r\n").TrimEnd());
        }
        var names = _contents.Keys.SelectMany(static name => new[] { name, name + ".crlf" }).ToArray();
        var result = await AnsibleVault.RunAsync(_directory, "ansible-vault", ["decrypt", .. names, "--vault-id", $"{id}@pw"]);
        result.ExitCode.ShouldBe(0, result.Error);
        foreach (var name in names) (await File.ReadAllBytesAsync(At(name))).ShouldBe(_contents[name.Replace(".crlf", "", StringComparison.Ordinal)], name);
    }

    [Theory]
    [InlineData(VaultKeyring.DefaultId, null)]
    [InlineData("prod", "prod")]
    public async Task We_read_what_it_writes(string id, string? label)
    {
        foreach (var (name, content) in _contents) await File.WriteAllBytesAsync(At(name), content);
        var result = await AnsibleVault.RunAsync(_directory, "ansible-vault", ["encrypt", .. _contents.Keys, "--vault-id", $"{id}@pw"]);
        result.ExitCode.ShouldBe(0, result.Error);
        using var keyring = AnsibleVault.Keyring(id: "another");
        foreach (var (name, content) in _contents)
        {
            var text = await File.ReadAllBytesAsync(At(name));
            using var opened = keyring.Open(text);
            opened.Plaintext.Span.ToArray().ShouldBe(content, name);
            opened.Envelope.Label.ShouldBe(label);
            // Taken apart and put together again it is the same file, byte for byte.
            opened.Envelope.ToBytes().ShouldBe(text, name);
        }
    }

    [Fact]
    public async Task Odd_files_are_taken_or_refused_as_Ansible_does()
    {
        using var keyring = AnsibleVault.Keyring();
        var text = Encoding.ASCII.GetString(keyring.Seal("plain"u8));
        var body = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        string[] odd =
        [
            text, text.TrimEnd(), text + "\n\n", text.ReplaceLineEndings("\r\n"), text.ReplaceLineEndings("\r"), "\n" + text, " " + text, "\uFEFF" + text,
            "$ANSIBLE_VAULT;9.9;AES256\n" + body, "$ANSIBLE_VAULT ; 1.1 ; AES256 \n" + body, "$ANSIBLE_VAULT;1.2;AES256;a b;more\n" + body, "$ANSIBLE_VAULT;1.2;AES256;\n" + body,
            "$ANSIBLE_VAULT;1.1;AES\n" + body, "$ANSIBLE_VAULT;1.1;aes256\n" + body, "$ANSIBLE_VAULT;1.1\n" + body, "$ANSIBLE_VAULT;1.1;AES256\n", "$ANSIBLE_VAULT;1.2;AES256;ü\n" + body, "",
            "$ANSIBLE_VAULT;1.1;AES256\n" + body.Replace("\n", "", StringComparison.Ordinal), text[..^3], text + "3", text + "30", text.Replace("AES256\n", "AES256\n\n", StringComparison.Ordinal), text + " \n", text + "zz\n",
        ];
        var texts = odd.Select(Encoding.UTF8.GetBytes).ToList();
        var theirs = await AnsibleVault.OpenAsync("default", "geheim", texts);
        for (var i = 0; i < odd.Length; i++) AnsibleVault.TryOpen(keyring, texts[i]).ShouldBe(theirs[i], odd[i].ReplaceLineEndings("|"));
        theirs.Count(static one => one is not null).ShouldBeGreaterThan(8);
    }

    [Fact]
    public async Task Randomly_damaged_files_are_taken_or_refused_as_Ansible_does()
    {
        using var keyring = AnsibleVault.Keyring();
        var random = new Random(20260001);
        var texts = Enumerable.Range(0, 150).Select(_ => VaultDamage.Of(keyring.Seal("a: 1\n"u8), random)).ToList();
        var theirs = await AnsibleVault.OpenAsync("default", "geheim", texts);
        for (var i = 0; i < texts.Count; i++) AnsibleVault.TryOpen(keyring, texts[i]).ShouldBe(theirs[i], Encoding.Latin1.GetString(texts[i]));
    }

    [Fact]
    public async Task Ansible_uses_the_values_that_we_encrypt_and_we_read_those_of_encrypt_string()
    {
        using var keyring = AnsibleVault.Keyring(id: "prod");
        var ours = InlineText.Block(keyring.Seal("ünï: 'quoted'\nsecond line"u8));
        await File.WriteAllTextAsync(At("vars.yml"), $"first: {ours}\nlist:\n  - name: x\n    secret: {InlineText.Block(keyring.Seal("deep"u8), 12)}\nlast: end\n");
        var result = await AnsibleVault.RunAsync(_directory, "ansible", "localhost", "-m", "debug", "-a", "msg={{ first | b64encode }}|{{ list[0].secret }}|{{ last }}", "-e", "@vars.yml", "--vault-id", "prod@pw");
        result.ExitCode.ShouldBe(0, result.Error + result.Output);
        result.Output.ShouldContain(Convert.ToBase64String("ünï: 'quoted'\nsecond line"u8) + "|deep|end");

        var theirs = await AnsibleVault.RunAsync(_directory, "ansible-vault", "encrypt_string", "geheimes Wort", "--name", "token", "--vault-id", "prod@pw");
        theirs.ExitCode.ShouldBe(0, theirs.Error);
        using var view = InlineView.Open(theirs.Output + "\nother: 1\n", keyring);
        view.Text.ShouldBe("token: !vault \"geheimes Wort\"\nother: 1\n");
    }

    private string At(string name) => Path.Combine(_directory, name);
}
