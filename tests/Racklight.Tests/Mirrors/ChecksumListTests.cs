using CsCheck;
using Racklight.Mirrors.Verifying;

namespace Racklight.Tests.Mirrors;

public sealed class ChecksumListTests
{
    private static readonly string A = new('a', 64), B = new('b', 64), C = new('c', 128);
    private static readonly Uri List = new("https://mirror.example/dist/12/SHA256SUMS");

    [Theory]
    [InlineData("{A}  netboot/vmlinuz\n{B}  other/vmlinuz\n", "netboot/vmlinuz")]
    [InlineData("{A} *./netboot/vmlinuz\r\n", "netboot/vmlinuz")]
    [InlineData("# comment\nSHA256 (netboot/vmlinuz) = {A}\n", "netboot/vmlinuz")]
    [InlineData("SHA256(vmlinuz)= {A}\n", "netboot/vmlinuz")]
    [InlineData("[checksums]\nnetboot/vmlinuz = sha256:{A}\nnetboot/other = sha256:{B}\n", "netboot/vmlinuz")]
    [InlineData("Origin: Debian\nMD5Sum:\n 11111111111111111111111111111111 12 netboot/vmlinuz\nSHA256:\n {A} 1234 netboot/vmlinuz\n", "netboot/vmlinuz")]
    [InlineData("{A}\n", "netboot/vmlinuz")]
    [InlineData("# SHA512 HASH\n{C}  vmlinuz\n# SHA256 HASH\n{A}  vmlinuz\n", "netboot/vmlinuz")]
    public void Each_form_names_the_digest(string text, string file)
    {
        var digest = ChecksumList.Parse(Fill(text)).Find(List, new Uri("https://mirror.example/dist/12/" + file), out var why);
        why.ShouldBe("");
        digest.ShouldBe(new PublishedDigest(false, A));
    }

    [Theory]
    [InlineData("{A}  a/vmlinuz\n{B}  b/vmlinuz\n", "names several files vmlinuz")]
    [InlineData("{A}  netboot/vmlinuz\n{B}  netboot/vmlinuz\n", "names two digests")]
    [InlineData("11111111111111111111111111111111  netboot/vmlinuz\n", "holds no SHA-256 or SHA-512 digest")]
    [InlineData("{A}  other\n", "does not name vmlinuz")]
    [InlineData("{A}\n{B}\n", "holds no SHA-256")]
    [InlineData("SHA1 (netboot/vmlinuz) = {A}\n", "no SHA-256")]
    public void What_does_not_prove_a_file_says_why(string text, string expected)
    {
        ChecksumList.Parse(Fill(text)).Find(List, new Uri("https://mirror.example/dist/12/netboot/vmlinuz"), out var why).ShouldBeNull();
        why.ShouldContain(expected);
    }

    [Fact]
    public void Sha_512_alone_will_do()
        => ChecksumList.Parse(C + "  vmlinuz\n").Find(List, new Uri("https://mirror.example/x/vmlinuz"), out _).ShouldBe(new PublishedDigest(true, C));

    [Fact]
    public void No_text_makes_it_fail()
        => Gen.String.Sample(text => ChecksumList.Parse(text).Find(List, new Uri("https://mirror.example/dist/12/x"), out _) is null or { Hex.Length: 64 or 128 }, iter: 2000);

    private static string Fill(string text) => text.Replace("{A}", A, StringComparison.Ordinal).Replace("{B}", B, StringComparison.Ordinal).Replace("{C}", C, StringComparison.Ordinal);
}
