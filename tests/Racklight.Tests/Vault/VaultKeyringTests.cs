using System.Text;
using CsCheck;
using Racklight.Vault;

namespace Racklight.Tests.Vault;

public sealed class VaultKeyringTests
{
    [Fact]
    public void What_is_sealed_opens_again()
        => Gen.Select(Gen.Byte.Array[0, 9000], Gen.String[Gen.Char["abc019._- ~"], 1, 20].Where(static id => id.Trim().Length == id.Length)).Sample(static (content, id) =>
        {
            using var keyring = AnsibleVault.Keyring(id: id);
            var text = keyring.Seal(content);
            using var opened = keyring.Open(text);
            return opened.Plaintext.Span.SequenceEqual(content) && opened.Id == id && text.AsSpan().SequenceEqual(opened.Envelope.ToBytes());
        }, iter: 60);

    [Fact]
    public void Every_encryption_has_a_salt_of_its_own()
    {
        using var keyring = AnsibleVault.Keyring();
        using var first = keyring.Open(keyring.Seal("same"u8));
        using var second = keyring.Open(keyring.Reseal(first, "same"u8));
        second.Envelope.SharesSaltWith(first.Envelope).ShouldBeFalse();
        second.Envelope.Salt.Length.ShouldBe(32);
    }

    [Fact]
    public void A_changed_text_keeps_the_password_and_the_label_of_the_old_one()
    {
        using var keyring = Ring(("dev", "one"), ("prod", "two"));
        // The label is only a name: another password may be behind it.
        using var old = keyring.Open(AnsibleVault.Keyring("two", "dev").Seal("x"u8));
        old.Id.ShouldBe("prod");
        using var fresh = keyring.Open(keyring.Reseal(old, "y"u8));
        (fresh.Id, fresh.Envelope.Label).ShouldBe(("prod", "dev"));
    }

    [Fact]
    public void Other_ids_are_tried_too_unless_ids_must_match()
    {
        var text = AnsibleVault.Keyring("two", "prod").Seal("x"u8);
        using (var any = Ring(("dev", "one"), ("eu", "two"))) any.Open(text).Id.ShouldBe("eu");
        using var strict = new VaultKeyring { MatchIds = true };
        strict.Add("eu", VaultPassword.FromFile("two"u8));
        Should.Throw<VaultPasswordException>(() => strict.Open(text)).Message.ShouldBe("it bears the vault id `prod`, and the passwords given are for `eu`; only those of the same id may open it (ANSIBLE_VAULT_ID_MATCH)");
        strict.Add("prod", VaultPassword.FromFile("two"u8));
        strict.Open(text).Id.ShouldBe("prod");
    }

    [Fact]
    public void What_cannot_be_known_is_not_claimed()
    {
        using var keyring = Ring(("prod", "one"));
        var foreign = AnsibleVault.Keyring("two", "prod").Seal("x"u8);
        Should.Throw<VaultPasswordException>(() => keyring.Open(foreign)).Message.ShouldBe("the password for `prod` does not open it: the password is wrong, or the file was changed after it was encrypted (its check value cannot tell which)");
        keyring.Open(keyring.Seal("x"u8)).Dispose();
        Should.Throw<VaultPasswordException>(() => keyring.Open(foreign)).Message.ShouldContain("opened 1 other in this run");
        Should.Throw<VaultPasswordException>(() => keyring.Open(AnsibleVault.Keyring("two", "eu").Seal("x"u8))).Message.ShouldBe("it bears the vault id `eu`; the password given for `prod` does not open it: the password is wrong, or the file was changed after it was encrypted (its check value cannot tell which)");
        using var none = new VaultKeyring();
        Should.Throw<VaultPasswordException>(() => none.Open(foreign)).Message.ShouldBe("there is no password for it");
    }

    [Fact]
    public void A_line_of_another_length_is_named_when_nothing_opens()
    {
        using var keyring = Ring(("prod", "one"));
        var lines = Encoding.ASCII.GetString(keyring.Seal(new byte[200])).Split('\n');
        // Whole bytes of the ciphertext are missing from a line in the middle: whole blocks, so that only the check value notices.
        lines[5] = lines[5][..16];
        Should.Throw<VaultPasswordException>(() => keyring.Open(Encoding.ASCII.GetBytes(string.Join('\n', lines)))).Message.ShouldContain("line 6 has 16 characters where a vault's have 80: it was probably damaged there");
    }

    [Fact]
    public void With_several_passwords_one_must_be_named_to_encrypt_with()
    {
        using var keyring = Ring(("dev", "one"), ("prod", "two"));
        Should.Throw<VaultPasswordException>(() => keyring.Seal("x"u8)).Message.ShouldBe("there are passwords for the vault ids dev, prod, and nothing says which to encrypt with");
        Should.Throw<VaultPasswordException>(() => keyring.Seal("x"u8, "eu")).Message.ShouldContain("no password for the vault id `eu`");
        keyring.Open(keyring.Seal("x"u8, "prod")).Envelope.Label.ShouldBe("prod");
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("ü")]
    [InlineData(" a")]
    [InlineData("a\n")]
    [InlineData("")]
    public void An_id_that_would_not_come_back_is_refused(string id) => Should.Throw<VaultFormatException>(() => VaultIdentity.CheckId(id));

    [Theory]
    [InlineData("prod@/p@th", "prod", "/p@th", true)]
    [InlineData("/file", "default", "/file", false)]
    [InlineData("@/file", "default", "/file", false)]
    public void A_vault_id_ends_at_the_first_at_sign(string text, string id, string source, bool named) => VaultIdentity.Parse(text).ShouldBe(new VaultIdentity(id, source, named));

    [Fact]
    public void Passwords_are_trimmed_as_where_they_come_from()
    {
        VaultPassword.FromFile(" a b \r\n"u8).Matches(VaultPassword.FromScript("a b\n"u8)).ShouldBeTrue();
        VaultPassword.FromScript(" a\n"u8).Matches(VaultPassword.FromFile(" a"u8)).ShouldBeFalse();
        Should.Throw<VaultPasswordException>(static () => VaultPassword.FromFile(" \n"u8));
        Should.Throw<VaultPasswordException>(static () => VaultPassword.FromScript("\n"u8));
    }

    [Fact]
    public void A_buffer_is_zero_after_its_use()
    {
        var buffer = SecretBuffer.Copy("secret"u8);
        var span = buffer.Span;
        buffer.Dispose();
        span.ToArray().ShouldAllBe(static b => b == 0);
    }

    private static VaultKeyring Ring(params (string Id, string Password)[] secrets)
    {
        var keyring = new VaultKeyring();
        foreach (var (id, password) in secrets) keyring.Add(id, VaultPassword.FromFile(Encoding.UTF8.GetBytes(password)));
        return keyring;
    }
}
