using System.Net;
using System.Security.Cryptography.X509Certificates;
using Racklight.Trust.Keys;
using Racklight.Trust.Signatures;

namespace Racklight.Tests.Trust;

public sealed class TrustKeysTests(TrustDirectory directory) : IClassFixture<TrustDirectory>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_are_for_their_owner_alone()
    {
        foreach (var key in (string[])[directory.Files.CaKey, directory.Files.SignerKey]) File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(directory.Files.Directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Openssl_finds_the_code_signing_certificate_valid_under_the_authority()
    {
        var verified = await TrustDirectory.OpensslAsync("verify", "-x509_strict", "-CAfile", directory.Files.Ca, directory.Files.Signer);
        verified.ExitCode.ShouldBe(0, verified.Error + verified.Output);
        var text = await TrustDirectory.OpensslAsync("x509", "-in", directory.Files.Signer, "-noout", "-text");
        text.Output.ShouldContain("Code Signing");
        text.Output.ShouldContain("CA:FALSE");
        (await TrustDirectory.OpensslAsync("x509", "-in", directory.Files.Ca, "-noout", "-text")).Output.ShouldContain("CA:TRUE, pathlen:0");
    }

    [Fact]
    public void Keys_are_never_made_over_others()
        => Should.Throw<ProblemException>(() => TrustKeys.Make(directory.Files, "rack", TimeProvider.System.GetUtcNow())).Message.ShouldContain("has keys already");

    [Fact]
    public void A_site_without_keys_is_told_how_to_make_them()
        => Should.Throw<ProblemException>(() => TrustKeys.Read(new TrustFiles(Path.Combine(directory.State, "none")))).Message.ShouldContain("racklight trust init");

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        var copy = CopyOf("open");
        File.SetUnixFileMode(copy.SignerKey, (UnixFileMode)0b110_100_000);
        Should.Throw<ProblemException>(() => TrustKeys.Read(copy)).Message.ShouldContain("chmod 600");
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var copy = CopyOf("mixed");
        File.Copy(copy.CaKey, copy.SignerKey, overwrite: true);
        Should.Throw<ProblemException>(() => TrustKeys.Read(copy)).Message.ShouldContain("does not belong");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Openssl_accepts_a_signature_and_refuses_it_for_anything_else(int length)
    {
        using var keys = TrustKeys.Read(directory.Files);
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        var signature = DetachedSignature.Of(Digest.Of(content), keys);
        var good = await directory.VerifyAsync(signature, content);
        good.ExitCode.ShouldBe(0, good.Error);
        (await directory.VerifyAsync(signature, [.. content, 0])).ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task A_signature_is_the_very_bytes_that_openssl_makes()
    {
        using var keys = TrustKeys.Read(directory.Files);
        var content = Path.Combine(directory.State, "content");
        await File.WriteAllTextAsync(content, "#!ipxe\nshell\n", Token);
        var theirs = content + ".sig";
        var made = await TrustDirectory.OpensslAsync("cms", "-sign", "-binary", "-noattr", "-in", content, "-signer", directory.Files.Signer, "-inkey", directory.Files.SignerKey, "-certfile", directory.Files.Ca, "-outform", "DER", "-md", "sha256", "-out", theirs);
        made.ExitCode.ShouldBe(0, made.Error);
        DetachedSignature.Of(Digest.Of(await File.ReadAllBytesAsync(content, Token)), keys).ShouldBe(await File.ReadAllBytesAsync(theirs, Token));
    }

    [Fact]
    public void A_servers_certificate_names_its_address()
    {
        using var trust = new SiteKeys(directory.Settings, TimeProvider.System);
        var certificate = trust.For(IPAddress.Parse("10.20.0.1"));
        certificate.MatchesHostname("10.20.0.1").ShouldBeTrue();
        certificate.HasPrivateKey.ShouldBeTrue();
        trust.For(IPAddress.Parse("::ffff:10.20.0.1")).ShouldBeSameAs(certificate);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        using var ca = X509CertificateLoader.LoadCertificateFromFile(directory.Files.Ca);
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.Build(certificate).ShouldBeTrue();
    }

    private TrustFiles CopyOf(string name)
    {
        var copy = new TrustFiles(Path.Combine(directory.State, name));
        Directory.CreateDirectory(copy.Directory);
        foreach (var file in Directory.GetFiles(directory.Files.Directory)) File.Copy(file, Path.Combine(copy.Directory, Path.GetFileName(file)));
        return copy;
    }
}
