using System.Text;
using CsCheck;
using Racklight.Vault;

namespace Racklight.Tests.Vault;

/// <summary>Hostile and damaged vaults: never another plaintext, never another kind of exception.</summary>
public sealed class VaultDamageTests
{
    private static readonly byte[] Plain = "k: v\n"u8.ToArray();

    [Fact]
    public void A_file_with_any_byte_changed_is_refused_or_holds_the_same()
    {
        using var keyring = AnsibleVault.Keyring();
        var text = keyring.Seal(Plain);
        var same = new List<int>();
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var other in (byte[])[(byte)(text[at] ^ 1), (byte)'z'])
            {
                var changed = text.ToArray();
                changed[at] = other;
                if (AnsibleVault.TryOpen(keyring, changed) is not { } opened) continue;
                opened.ShouldBe(Plain);
                same.Add(at);
            }
        }
        // Only what the format leaves unprotected: the version in the header, which nobody reads.
        Encoding.ASCII.GetString([.. same.Distinct().Select(at => text[at])]).ShouldBe("1.1");
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_and_says_so()
    {
        using var keyring = AnsibleVault.Keyring();
        var text = keyring.Seal(Plain);
        for (var length = 0; length < text.Length - 1; length++)
        {
            var cut = text.AsSpan(0, length).ToArray();
            Should.Throw<VaultException>(() => keyring.Open(cut)).Message.ShouldNotBeEmpty();
        }
        AnsibleVault.TryOpen(keyring, text.AsSpan(0, text.Length - 1)).ShouldBe(Plain, "without the last line end");
    }

    [Fact]
    public void Random_damage_never_gives_another_plaintext()
    {
        using var keyring = AnsibleVault.Keyring();
        var text = keyring.Seal(Plain);
        Gen.Int.Sample(seed =>
        {
            if (AnsibleVault.TryOpen(keyring, VaultDamage.Of(text, new Random(seed))) is { } opened) opened.ShouldBe(Plain);
        }, iter: 300);
    }

    [Fact]
    public void Noise_behind_a_header_is_refused()
        => Gen.Byte.Array[0, 300].Sample(static noise =>
        {
            byte[] text = [.. "$ANSIBLE_VAULT;1.1;AES256\n"u8, .. noise];
            Should.Throw<VaultFormatException>(() => VaultEnvelope.Parse(text));
        }, iter: 2000);

    [Theory]
    [InlineData("", 0, "the file is empty")]
    [InlineData("a: 1\n", 0, "it is not encrypted")]
    [InlineData("\n$ANSIBLE_VAULT;1.1;AES256\n", 1, "an empty line stands before the header")]
    [InlineData("\uFEFF$ANSIBLE_VAULT;1.1;AES256\n", 1, "a byte order mark")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n", 1, "nothing follows the header")]
    [InlineData("$ANSIBLE_VAULT;1.0;AES\n3", 1, "its cipher is `AES`")]
    [InlineData("$ANSIBLE_VAULT;1.1\n3", 1, "2 of at least 3 fields")]
    [InlineData("$ANSIBLE_VAULTS;1.1;AES256\n3", 1, "begins with `$ANSIBLE_VAULTS`")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n33\n<<<<<<< HEAD\n33\n", 3, "git conflict marker (`<<<<<<<`)")]
    [InlineData("<<<<<<< HEAD\n$ANSIBLE_VAULT;1.1;AES256\n", 1, "git conflict marker")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n3333\n33x3\n", 3, "`x` is no hexadecimal digit")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n3333 \n", 2, "a blank at the line's end")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n333\n", 2, "in the middle of a byte")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n3333\n", 2, "it ends before the check value")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n33330a\n", 2, "it ends before the ciphertext")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n3333\n$ANSIBLE_VAULT;1.1;AES256\n", 3, "a second vault begins here")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n33337f\n", 2, "this is not what a vault holds here")]
    public void What_is_wrong_is_told_with_its_line(string text, int line, string reason)
    {
        var fault = Should.Throw<VaultFormatException>(() => VaultEnvelope.Parse(Encoding.UTF8.GetBytes(text)));
        fault.Message.ShouldContain(reason);
        fault.Line.ShouldBe(line);
    }
}
