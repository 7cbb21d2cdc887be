using System.Text;
using CsCheck;
using Racklight.NetBoot.Tftp;

namespace Racklight.Tests.NetBoot.Tftp;

public sealed class TftpRequestTests
{
    [Theory]
    [InlineData("ipxe.efi", "ipxe.efi")]
    [InlineData("/ipxe.efi", "ipxe.efi")]
    [InlineData("//boot///x64/ipxe.efi", "boot/x64/ipxe.efi")]
    [InlineData("\\boot\\bcd", "boot/bcd")]
    [InlineData("ipxe.efi\u00ff", "ipxe.efi")]
    [InlineData("ipxe.efi\u00ff\u00ff \r\n", "ipxe.efi")]
    [InlineData("./a/./b", "a/b")]
    [InlineData("a..b/...", "a..b/...")]
    public void A_name_is_cleaned(string raw, string clean)
    {
        TftpName.TryClean(raw, out var name).ShouldBeTrue();
        name.ShouldBe(clean);
    }

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("/../../etc/passwd")]
    [InlineData("boot\\..\\..\\etc\\passwd")]
    [InlineData("a/..")]
    [InlineData("..\u00ff")]
    [InlineData("/")]
    [InlineData("\u00ff")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[2Jb")]
    public void A_name_that_climbs_or_is_nothing_is_refused(string raw) => TftpName.TryClean(raw, out _).ShouldBeFalse();

    [Fact]
    public void No_clean_name_climbs_or_holds_control_characters() => Gen.String.Sample(raw =>
        !TftpName.TryClean(raw, out var name)
        || name.Length > 0 && name[0] != '/' && !name.Split('/').Contains("..") && !name.Split('/').Contains("") && !name.Any(c => c < ' '));

    [Fact]
    public void Options_are_read_in_any_case_and_order()
    {
        TftpRequest.TryParse(Rrq("f", "OCTET", "TSIZE", "0", "BlkSize", "1468", "windowsize", "16", "timeout", "3"), out var request).ShouldBeTrue();
        request.ShouldBe(new TftpRequest { RawName = "f", BlockSize = 1468, WindowSize = 16, Timeout = 3, AsksSize = true });
    }

    [Theory]
    [InlineData("7")]
    [InlineData("65465")]
    [InlineData("-1")]
    [InlineData("1468x")]
    [InlineData("99999999999999")]
    [InlineData("")]
    public void A_block_size_out_of_range_is_as_if_not_asked_for(string value)
    {
        TftpRequest.TryParse(Rrq("f", "octet", "blksize", value), out var request).ShouldBeTrue();
        var terms = TftpTerms.Decide(request, 65464, 64);
        terms.BlockSize.ShouldBe(512);
        terms.Agreed.ShouldBe(TftpOption.None);
    }

    [Fact]
    public void Too_much_is_answered_with_less()
    {
        TftpRequest.TryParse(Rrq("f", "octet", "blksize", "65464", "windowsize", "65535"), out var request).ShouldBeTrue();
        var terms = TftpTerms.Decide(request, 1468, 64);
        (terms.BlockSize, terms.WindowSize).ShouldBe((1468, 64));
    }

    [Fact]
    public void Netascii_counts_as_octet() => TftpRequest.TryParse(Rrq("f", "netascii"), out _).ShouldBeTrue();

    [Fact]
    public void No_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 1200].Sample(bytes =>
    {
        if (bytes.Length > 1) (bytes[0], bytes[1]) = (0, (byte)(1 + bytes[1] % 2));
        if (TftpRequest.TryParse(bytes, out var request)) TftpName.TryClean(request.RawName, out _);
    });

    [Fact]
    public void The_oack_names_only_what_was_asked()
    {
        var room = new byte[TftpPacket.ControlRoom];
        var terms = new TftpTerms { Agreed = TftpOption.BlockSize | TftpOption.TransferSize, BlockSize = 1468, WindowSize = 1, TimeoutSeconds = 1 };
        var length = TftpPacket.WriteOptions(room, terms, 174_080);
        Encoding.ASCII.GetString(room, 0, length).ShouldBe("\0\u0006blksize\01468\0tsize\0174080\0");
    }

    internal static byte[] Rrq(params string[] fields) => [0, 1, .. fields.SelectMany(field => Encoding.Latin1.GetBytes(field + "\0"))];
}
