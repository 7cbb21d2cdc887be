using System.Security.Cryptography;
using System.Text;
using Racklight.Mirrors;
using Racklight.Mirrors.Running;
using Racklight.Mirrors.Verifying;

namespace Racklight.Tests.Mirrors;

/// <summary>gpgv over signatures of a key made here, fetched from a real server.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private readonly MirrorBench _mirror = new();
    private readonly byte[] _content = MirrorBench.Bytes(100_000);
    private MirrorServer _server = null!;
    private GpgKey _key = null!;
    private string _site = "";

    public async ValueTask InitializeAsync()
    {
        _server = await MirrorServer.StartAsync();
        _key = await GpgKey.MakeAsync();
        _site = Path.Combine(_mirror.Directory, "site");
        await _key.ExportAsync(Path.Combine(_site, "keys", "upstream.asc"), armoured: true);
        await _key.ExportAsync(Path.Combine(_site, "system", "upstream.gpg"), armoured: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key?.Dispose();
        _mirror.Dispose();
    }

    [Theory]
    [InlineData("keys/upstream.asc", true)]
    [InlineData("upstream.gpg", false)]
    public async Task A_detached_signature_of_the_file_proves_it(string keyring, bool armoured)
    {
        _server.File("/disk.iso.sig", await _key.DetachedAsync(_content, armoured));
        var outcome = await RunAsync(File() with { Signature = new MirrorSignature(keyring) { Url = _server.At("/disk.iso.sig"), OfFile = true } });
        outcome.Fate.ShouldBe(Fate.Fetched);
        outcome.Record!.Proof.ShouldBe(Proof.Signature);
        outcome.Record.Why.ShouldMatch("^signed with [0-9A-F]{40}$");
    }

    [Fact]
    public async Task A_file_that_the_signature_does_not_fit_is_not_kept()
    {
        _server.File("/disk.iso.sig", await _key.DetachedAsync(MirrorBench.Bytes(100_000, 2), armoured: false));
        var outcome = await RunAsync(File() with { Signature = new MirrorSignature("upstream.gpg") { Url = _server.At("/disk.iso.sig"), OfFile = true } });
        outcome.Problem!.Message.ShouldContain("is not good: it does not fit the content");
        _mirror.Place.Artifacts.List().ShouldBeEmpty();
        _mirror.Parts().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_signature_of_another_key_is_refused()
    {
        using var other = await GpgKey.MakeAsync();
        _server.File("/disk.iso.sig", await other.DetachedAsync(_content, armoured: false));
        var outcome = await RunAsync(File() with { Signature = new MirrorSignature("upstream.gpg") { Url = _server.At("/disk.iso.sig"), OfFile = true } });
        outcome.Problem!.Message.ShouldContain("which is not in the keyring");
    }

    [Fact]
    public async Task A_keyring_that_is_not_here_leaves_the_file_unproven_and_says_so()
    {
        var outcome = await RunAsync(File() with { Signature = new MirrorSignature("fedora.gpg") { Url = _server.At("/disk.iso.sig"), OfFile = true } });
        outcome.Fate.ShouldBe(Fate.Fetched);
        (outcome.Record!.Proof, outcome.Record.Why).ShouldBe((Proof.None, "this machine has no keyring fedora.gpg"));
    }

    [Fact]
    public async Task A_list_that_is_signed_inline_counts_only_as_far_as_it_is_signed()
    {
        var signed = Encoding.UTF8.GetString(await _key.InlineAsync(Encoding.UTF8.GetBytes($"SHA256 (disk.iso) = {Digest.Of(_content)}\n")));
        _server.File("/CHECKSUM", signed);
        var file = File() with { Checksums = [_server.At("/CHECKSUM")], Signature = new MirrorSignature("upstream.gpg") };
        (await RunAsync(file)).Record!.Proof.ShouldBe(Proof.Signature);

        // The same list with another line before the signed part.
        var other = Digest.Of(MirrorBench.Bytes(100_000, 3));
        _server.File("/CHECKSUM", $"SHA256 (disk.iso) = {other}\n{signed}");
        (await RunAsync(file)).Record!.Digest.ShouldBe(Digest.Of(_content));
        _server.File("/CHECKSUM", signed.Replace(Digest.Of(_content).Hex, other.Hex, StringComparison.Ordinal));
        (await RunAsync(file)).Problem!.Message.ShouldContain("is not good");
    }

    [Fact]
    public async Task A_chain_from_a_signed_release_to_the_file_proves_it()
    {
        var sums = $"{Digest.Of(_content)}  ./netboot/linux\n";
        var release = $"SHA256:\n {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums)))} {sums.Length} main/images/SHA256SUMS\n";
        _server.File("/dists/stable/main/images/netboot/linux", _content);
        _server.File("/dists/stable/main/images/SHA256SUMS", sums);
        _server.File("/dists/stable/Release", release);
        _server.File("/dists/stable/Release.gpg", await _key.DetachedAsync(Encoding.UTF8.GetBytes(release), armoured: true));
        var file = new MirrorFile("debian-12", "kernel", _server.At("/dists/stable/main/images/netboot/linux"))
        {
            Checksums = [_server.At("/dists/stable/main/images/SHA256SUMS"), _server.At("/dists/stable/Release")],
            Signature = new MirrorSignature("upstream.gpg") { Url = _server.At("/dists/stable/Release.gpg") },
        };
        var record = (await RunAsync(file)).Record!;
        record.Proof.ShouldBe(Proof.Signature);
        record.Why.ShouldContain("SHA256SUMS, signed with");

        _server.File("/dists/stable/main/images/SHA256SUMS", sums.Replace(Digest.Of(_content).Hex, new string('0', 64), StringComparison.Ordinal));
        (await RunAsync(file)).Problem!.Message.ShouldContain("SHA256SUMS is not what");
    }

    [Fact]
    public async Task Unsigned_checksums_prove_less_and_a_list_that_is_gone_nothing()
    {
        _server.File("/SHA256SUMS", $"{Digest.Of(_content)}  disk.iso\n");
        (await RunAsync(File() with { Checksums = [_server.At("/SHA256SUMS")] })).Record!.Proof.ShouldBe(Proof.Checksums);

        _server.File("/other.iso", _content);
        var other = await RunAsync(new MirrorFile("e", "iso", _server.At("/other.iso")) { Checksums = [_server.At("/GONE")] });
        other.Record!.Proof.ShouldBe(Proof.None);
        other.Record.Why.ShouldContain("/GONE answers 404");
    }

    [Fact]
    public async Task A_signed_list_that_is_gone_does_not_switch_the_check_off()
    {
        var outcome = await RunAsync(File() with { Checksums = [_server.At("/GONE")], Signature = new MirrorSignature("upstream.gpg") });
        outcome.Fate.ShouldBe(Fate.Failed);
        outcome.Problem!.Message.ShouldContain("/GONE answers 404");
    }

    [Theory]
    [InlineData("[GNUPG:] EXPKEYSIG AB test\n[GNUPG:] VALIDSIG FF 2026", "its key AB has expired")]
    [InlineData("[GNUPG:] REVKEYSIG AB test\n[GNUPG:] VALIDSIG FF 2026", "its key AB was revoked")]
    [InlineData("[GNUPG:] GOODSIG AB test\n[GNUPG:] VALIDSIG FF 2026\n[GNUPG:] BADSIG CD test", "it does not fit the content")]
    [InlineData("", "no signature was found")]
    [InlineData("[GNUPG:] ERRSIG AB 1 8 00 1 9 -\n[GNUPG:] NO_PUBKEY AB\n[GNUPG:] GOODSIG CD test\n[GNUPG:] VALIDSIG FF 2026", null)]
    public void Only_a_good_signature_by_a_valid_key_counts(string status, string? fault)
    {
        var judged = Signatures.Judge(status, out _);
        if (fault is null) judged.ShouldBeNull();
        else judged.ShouldNotBeNull().ShouldContain(fault);
    }

    private MirrorFile File() => new("e", "iso", _server.File("/disk.iso", _content));

    private async Task<MirrorOutcome> RunAsync(MirrorFile file)
        => (await _mirror.RunAsync(new Keyrings(Path.Combine(_site, "system"), _site), MirrorBench.Impatient, file)).Single();
}
