using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.Releases;
using Racklight.Secrets.Generating;
using Racklight.Tests.Images;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Secrets.Making;

public sealed class MakerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-make-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Openssl_and_ssh_keygen_read_a_key_pair_and_agree_on_its_public_half()
    {
        Need.Program("openssl");
        Need.Program("ssh-keygen");
        var pair = RsaPair.Create();
        pair.PrivateKey.ShouldStartWith("-----BEGIN PRIVATE KEY-----\n");
        pair.PrivateKey.ShouldEndWith("\n-----END PRIVATE KEY-----\n");
        var file = Path.Combine(_directory, "key");
        await using (var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(pair.PrivateKey));
        }
        (await ProcessRunner.RequireAsync(new ProcessSpec("ssh-keygen", "-y", "-P", "", "-f", file))).Trim().ShouldBe(pair.PublicKey);
        var said = await ProcessRunner.RequireAsync(new ProcessSpec("openssl", "rsa", "-in", file, "-check", "-noout", "-text"));
        said.ShouldContain("4096 bit");
        said.ShouldContain("publicExponent: 65537");
        said.ShouldContain("RSA key ok");
    }

    [Fact]
    public async Task Python_cryptography_takes_the_fernet_key()
    {
        Need.Program("python3");
        const string program = "import sys; from cryptography.fernet import Fernet; k = sys.stdin.read().strip().encode(); f = Fernet(k); assert len(k) == 44 and f.decrypt(f.encrypt(b'x')) == b'x'; print('ok')";
        for (var i = 0; i < 5; i++) (await ProcessRunner.RequireAsync(new ProcessSpec("python3", "-c", program) { Input = SecretMaker.Text(SecretForm.Fernet) })).ShouldBe("ok");
    }

    [Theory]
    [InlineData(SecretForm.Password, "^[A-Za-z0-9]{40}$")]
    [InlineData(SecretForm.Uuid, "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    [InlineData(SecretForm.HmacMd5, "^[0-9a-f]{32}$")]
    [InlineData(SecretForm.HmacSha256, "^[A-Za-z0-9+/]{43}=$")]
    [InlineData(SecretForm.Fernet, "^[A-Za-z0-9_-]{43}=$")]
    [InlineData(SecretForm.BcryptSalt, "^[A-Za-z0-9./]{22}$")]
    [InlineData(SecretForm.ShortHex, "^[0-9a-f]{16,63}$")]
    [InlineData(SecretForm.LongHex, "^[0-9a-f]{64,71}$")]
    [InlineData(SecretForm.Hex32, "^[0-9a-f]{32}$")]
    public void Every_secret_has_its_form_is_new_each_time_and_stays_text_in_yaml(SecretForm form, string pattern)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            var text = SecretMaker.Text(form);
            Regex.IsMatch(text, pattern).ShouldBeTrue(text);
            seen.Add(text).ShouldBeTrue();
            var part = YamlParts.Read("k: " + YamlValueText.Of(text) + "\n")[0].Entries[0].Value;
            part.Text.ShouldBe(text);
            // Plain text must not read as anything else by YAML 1.1 or 1.2: it then begins with a letter and is no word.
            if (part.Form == YamlScalarForm.Plain) (char.IsAsciiLetter(text[0]) || text[0] == '/').ShouldBeTrue(text);
        }
    }

    [Fact]
    public void Both_ends_of_the_random_lengths_are_reached()
    {
        var lengths = Enumerable.Range(0, 20_000).Select(static _ => SecretMaker.Text(SecretForm.ShortHex).Length).ToHashSet();
        lengths.Min().ShouldBe(16);
        lengths.Max().ShouldBe(63);
    }
}
