using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks;
using Racklight.Networks.Export;
using Racklight.Sites;
using Racklight.Tests.NetBoot.Dhcp;

namespace Racklight.Tests.Networks.Export;

public sealed class ExportTests : IDisposable
{
    private readonly LoaderDirectory _loaders = new();

    public static TheoryData<string> Products => new(ExportWriters.All.Select(writer => writer.Word));

    public void Dispose() => _loaders.Dispose();

    [Theory]
    [MemberData(nameof(Products))]
    public void The_text_of_each_product_is_as_reviewed(string product) => Golden.Match(product + ".txt", _loaders.Export(product));

    [Theory]
    [MemberData(nameof(Products))]
    public void Every_product_is_told_the_server_and_a_loader(string product)
    {
        var text = _loaders.Export(product, "10.77.9.9", 8123);
        text.ShouldContain("10.77.9.9");
        text.ShouldContain("snponly.efi");
        text.ShouldNotContain("8080");
        // Routers' terminals are not all of this century.
        text.ShouldAllBe(one => one == '\n' || (one >= ' ' && one <= '~'));
        if (product is not "unifi") text.ShouldContain("http://10.77.9.9:8123/boot.ipxe");
    }

    [Fact]
    public void The_table_is_what_our_own_decision_says()
    {
        var options = BootPlaces.On(PacketBuilder.Address("10.77.0.1"), () => 8080);
        var table = BootTable.Of(Network, NetworkMode.Full, options, new FixedFiles());
        table.Rows.Select(row => (row.Word, row.File, row.VendorClass ?? "", row.VendorOptions)).ShouldBe(
        [
            ("ipxe", "http://10.77.0.1:8080/boot.ipxe", "", ""),
            ("bios", "undionly.kpxe", "PXEClient", "060108ff"),
            ("efi-x86", "snponly-ia32.efi", "", ""),
            ("efi-x64", "snponly.efi", "", ""),
            ("efi-arm64", "snponly-arm64.efi", "", ""),
            ("efi-x64-http", "http://10.77.0.1:8080/loader/snponly.efi", "HTTPClient", ""),
            ("efi-arm64-http", "http://10.77.0.1:8080/loader/snponly-arm64.efi", "HTTPClient", ""),
        ]);
        table.Script.IpxeOptions.ShouldBe("b00101");
        table.Find("efi-x64")!.Codes.ShouldBe([(ushort)7, (ushort)9]);
        table.Missing.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PxeStyle.Binl, "")]
    [InlineData(PxeStyle.Bypass, "060108ff")]
    public void The_networks_style_for_uefi_is_exported_too(PxeStyle style, string vendorOptions)
        => BootTable.Of(Network with { Pxe = style }, NetworkMode.Full, BootPlaces.On(null, () => 80), new FixedFiles()).Find("efi-x64")!.VendorOptions.ShouldBe(vendorOptions);

    [Fact]
    public void What_the_set_has_no_loader_for_is_said_and_not_written()
    {
        using var old = new LoaderDirectory("undionly.kpxe", "snponly.efi");
        var text = old.Export("isc");
        text.ShouldContain("no loader for efi-x86, efi-arm64");
        text.ShouldNotContain("00:0b");
    }

    [Theory]
    [InlineData("snponly.efi\";\nhost evil { }")]
    [InlineData("snp only.efi")]
    [InlineData("$(reboot).efi")]
    [InlineData("a'b.efi")]
    [InlineData("a,b.efi")]
    [InlineData("ä.efi")]
    public void A_loader_whose_name_could_break_out_of_its_line_is_refused_for_every_product(string name)
    {
        using var hostile = new LoaderDirectory(name, "bootloaders.json");
        // bootloaders.json was made empty by the constructor: it names the loader now.
        File.WriteAllText(Path.Combine(hostile.Site.File.Bootloaders!, "bootloaders.json"), $$"""{ "loaders": { "efi-x64": {{System.Text.Json.JsonSerializer.Serialize(name)}} } }""");
        foreach (var writer in ExportWriters.All)
        {
            Should.Throw<ProblemException>(() => hostile.Export(writer.Word)).Message.ShouldContain("cannot be written into another server's configuration safely");
        }
    }

    [Theory]
    [InlineData("hurd")]
    [InlineData("")]
    public void An_unknown_product_is_refused_with_the_list(string product)
        => Should.Throw<ProblemException>(() => _loaders.Export(product)).Problems[0].Hint!.ShouldContain("isc, kea, dnsmasq, dnsmasq-proxy, edgeos, edgeos-dnsmasq, unifi, mikrotik, opnsense, pfsense, windows");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("server; reboot")]
    public void A_server_that_machines_could_not_reach_is_refused(string address) => Should.Throw<ProblemException>(() => _loaders.Export("isc", address)).Message.ShouldContain("--server");

    [Fact]
    public void Without_an_address_in_the_network_the_server_must_be_named()
    {
        Should.Throw<ProblemException>(() => ExportCommand.Write(_loaders.Site, "isc", null, null, 8080, [])).Message.ShouldContain("no address in 10.77.0.0/16");
        var link = new LocalLink(2, "eth0", [(PacketBuilder.Address("10.77.3.4"), PacketBuilder.Subnet("10.77.0.0/16"))]);
        ExportCommand.Write(_loaders.Site, "isc", null, null, 8080, [link]).ShouldContain("next-server 10.77.3.4;");
    }

    [Fact]
    public void Of_several_networks_one_must_be_named()
    {
        var site = _loaders.SiteOf(new() { ["a"] = new() { Cidr = "10.1.0.0/24" }, ["b"] = new() { Cidr = "10.2.0.0/24" } });
        Should.Throw<ProblemException>(() => ExportCommand.Write(site, "isc", null, "10.1.0.1", 8080, [])).Problems[0].Hint.ShouldBe("--network NAME, one of a, b");
        Should.Throw<ProblemException>(() => ExportCommand.Write(site, "isc", "c", "10.1.0.1", 8080, [])).Message.ShouldContain("no network c");
        ExportCommand.Write(site, "dnsmasq-proxy", "b", "10.1.0.1", 8080, []).ShouldContain("dhcp-range=10.2.0.0,proxy,255.255.255.0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_refused(int port) => Should.Throw<ProblemException>(() => _loaders.Export("isc", port: port)).Message.ShouldContain("--http-port");

    private static DhcpNetwork Network { get; } = new("rack1", PacketBuilder.Subnet("10.77.0.0/16"));
}
