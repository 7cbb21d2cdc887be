using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks.Probe;
using Racklight.Tests.NetBoot.Dhcp;
using Racklight.Tests.Networks.Export;

namespace Racklight.Tests.Networks.Probe;

/// <summary>The probe against servers that others wrote, well and badly configured: every fault is called by its name.</summary>
public sealed class ForeignProbeTests : IDisposable
{
    private const string Range = "dhcp-range=10.77.1.10,10.77.1.60,255.255.0.0,1h\n";
    private readonly LoaderDirectory _loaders = new();

    public void Dispose() => _loaders.Dispose();

    [Fact]
    public async Task A_quiet_link_is_told_and_is_no_success()
    {
        await using var wire = await Wire.UpAsync();
        var report = await ProbeAsync(wire, 0, TimeSpan.FromMilliseconds(300));
        Names(report).ShouldBe([FindingNames.NobodyAnswers]);
        report.ExitCode.ShouldBe(ExitCodes.NotSo);
    }

    [Fact]
    public async Task What_was_exported_for_dhcpd_is_found_healthy()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.IscAsync(wire.Server, _loaders.Export("isc"));
        var report = await ProbeAsync(wire);
        report.Findings.ShouldBeEmpty();
        report.ExitCode.ShouldBe(ExitCodes.Done);
        report.Stories.ShouldContain("bios: gets 10.77.1.10 from 10.77.0.1, and loads undionly.kpxe from 10.77.0.1 by TFTP (said 10.77.0.1).");
        report.Stories.ShouldContain("iPXE (uefi x64): gets 10.77.1.10 from 10.77.0.1, and fetches http://10.77.0.1:8080/boot.ipxe (said 10.77.0.1).");
        var http = report.Answers.Single(line => line.AskedAs == "uefi-http x64");
        (http.VendorClass, http.FileOption, http.Kind).ShouldBe(("HTTPClient", "http://10.77.0.1:8080/loader/snponly.efi", "leases"));
    }

    [Fact]
    public async Task What_was_exported_for_kea_is_found_healthy()
    {
        await using var wire = await Wire.UpAsync();
        var kea = _loaders.Export("kea");
        var members = kea[(kea.IndexOf('{', kea.IndexOf('{', StringComparison.Ordinal) + 1) + 1)..kea.LastIndexOf('}', kea.LastIndexOf('}') - 1)];
        await using var server = await ForeignServer.KeaAsync(wire.Server, members + ",");
        (await ProbeAsync(wire)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_router_that_knows_nothing_of_booting()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.UdhcpdAsync(wire.Server, "");
        var report = await ProbeAsync(wire);
        Names(report).ShouldBe([FindingNames.NothingToBoot]);
        report.ExitCode.ShouldBe(ExitCodes.NotSo);
    }

    [Fact]
    public async Task A_router_with_one_boot_file_for_all_sends_a_bios_loader_to_uefi_and_ipxe_in_circles()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.UdhcpdAsync(wire.Server, "siaddr 10.77.0.1\nboot_file undionly.kpxe");
        var report = await ProbeAsync(wire);
        Names(report).ShouldBe([FindingNames.BiosLoaderToUefi, FindingNames.HttpWithoutUrl, FindingNames.HttpWithoutClass, FindingNames.IpxeLoop], ignoreOrder: true);
        report.Findings.Single(finding => finding.Name == FindingNames.BiosLoaderToUefi && finding.Message.StartsWith("uefi x64", StringComparison.Ordinal)).Message
            .ShouldBe("uefi x64: 10.77.0.1 names undionly.kpxe, which only a BIOS starts");
        report.Findings.Count(finding => finding.Name == FindingNames.IpxeLoop).ShouldBe(2);
    }

    [Fact]
    public async Task One_uefi_file_for_all()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.DnsmasqAsync(wire.Server, Range + "dhcp-boot=snponly.efi,,10.77.0.1\n");
        Names(await ProbeAsync(wire)).ShouldBe([FindingNames.UefiLoaderToBios, FindingNames.SameLoaderForOtherProcessor, FindingNames.HttpWithoutUrl, FindingNames.HttpWithoutClass, FindingNames.IpxeLoop], ignoreOrder: true);
    }

    [Fact]
    public async Task An_http_offer_without_the_class()
    {
        await using var wire = await Wire.UpAsync();
        var without = string.Join('\n', _loaders.Export("dnsmasq").Split('\n').Where(line => !line.EndsWith("HTTPClient", StringComparison.Ordinal)));
        await using var server = await ForeignServer.DnsmasqAsync(wire.Server, Range + without);
        Names(await ProbeAsync(wire)).ShouldBe([FindingNames.HttpWithoutClass]);
    }

    [Fact]
    public async Task Loop_breaking_that_is_missing()
    {
        await using var wire = await Wire.UpAsync();
        // Only the iPXE branch never matches: the architecture is looked at all the same.
        var text = _loaders.Export("isc").Replace("if exists racklight-ipxe or option user-class = \"iPXE\" or option user-class = \"gPXE\"", "if option user-class = \"never\"", StringComparison.Ordinal);
        await using var server = await ForeignServer.IscAsync(wire.Server, text);
        Names(await ProbeAsync(wire)).ShouldBe([FindingNames.IpxeLoop]);
    }

    [Fact]
    public async Task A_next_server_without_a_file()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.IscAsync(wire.Server, "", "next-server 10.77.0.66;");
        Names(await ProbeAsync(wire)).ShouldBe([FindingNames.NextServerWithoutFile]);
    }

    [Fact]
    public async Task A_file_without_a_next_server()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.KeaAsync(wire.Server, "", "\"boot-file-name\": \"undionly.kpxe\",");
        Names(await ProbeAsync(wire)).ShouldContain(FindingNames.FileWithoutNextServer);
    }

    [Fact]
    public async Task Class_pxeclient_without_option_43_and_nobody_on_port_4011()
    {
        await using var wire = await Wire.UpAsync();
        await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.0.9/16", "dev", "c0");
        var text = _loaders.Export("dnsmasq").Replace("dhcp-option-force=tag:!racklight-ipxe,tag:racklight-bios,43,06:01:08:ff\n", "", StringComparison.Ordinal)
            + "dhcp-option-force=tag:!racklight-ipxe,tag:racklight-efi-x64,60,PXEClient\n";
        await using var server = await ForeignServer.DnsmasqAsync(wire.Server, Range + text);
        var report = await ProbeAsync(wire);
        Names(report).ShouldBe([FindingNames.BiosWaits, FindingNames.NoBootServer], ignoreOrder: true);
        report.Findings.Single(finding => finding.Name == FindingNames.NoBootServer).Message
            .ShouldBe("uefi x64: the offer of 10.77.0.1 has class PXEClient and no option 43, so firmware asks port 4011 of 10.77.0.1, and nobody answers there");
        report.Stories.ShouldContain(story => story.StartsWith("uefi x64: ", StringComparison.Ordinal) && story.EndsWith("which does not answer.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_servers_that_offer_addresses()
    {
        await using var wire = await Wire.UpAsync();
        await wire.AddSecondServerAsync();
        await using var first = await ForeignServer.IscAsync(wire.Server, _loaders.Export("isc"));
        await using var second = await ForeignServer.DnsmasqAsync(wire.Server + "2", "dhcp-range=10.77.2.10,10.77.2.60,255.255.0.0,1h\n");
        var report = await ProbeAsync(wire, servers: 2);
        Names(report).ShouldBe([FindingNames.TwoLeaseServers]);
        report.Findings[0].Message.ShouldStartWith("10.77.0.1 and 10.77.0.2 both offer addresses");
    }

    [Fact]
    public async Task A_router_whose_next_server_and_file_stand_against_our_proxy()
    {
        await using var wire = await Wire.UpAsync();
        await wire.AddSecondServerAsync();
        await using var own = await DhcpServer.StartAsync(wire.Options(NetworkMode.Proxy, new MemoryLeaseStore()));
        await using (await ForeignServer.UdhcpdAsync(wire.Server + "2", "siaddr 10.77.0.66"))
        {
            Names(await ProbeAsync(wire, servers: 2)).ShouldBe([FindingNames.NextServerOverrides]);
        }
        await using (await ForeignServer.UdhcpdAsync(wire.Server + "2", "siaddr 10.77.0.66\nboot_file pxelinux.0"))
        {
            var report = await ProbeAsync(wire, servers: 2);
            Names(report).ShouldContain(FindingNames.TwoBootFiles);
            report.Findings.First(finding => finding.Name == FindingNames.TwoBootFiles).Message.ShouldBe("bios: 10.77.0.2 names pxelinux.0 and 10.77.0.1 names undionly.kpxe: which one is booted depends on the firmware");
        }
    }

    [Fact]
    public async Task Our_own_proxy_beside_a_plain_router_is_healthy_and_its_port_4011_is_asked()
    {
        await using var wire = await Wire.UpAsync();
        await wire.AddSecondServerAsync();
        await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.0.9/16", "dev", "c0");
        await using var own = await DhcpServer.StartAsync(wire.Options(NetworkMode.Proxy, new MemoryLeaseStore()));
        await using var router = await ForeignServer.UdhcpdAsync(wire.Server + "2", "siaddr 0.0.0.0");
        var report = await ProbeAsync(wire, servers: 2);
        report.Findings.ShouldBeEmpty();
        report.Answers.Single(line => line is { AskedAs: "uefi x64", Kind: "port 4011" }).BootFile.ShouldBe("snponly.efi");
        report.Stories.ShouldContain(story => story.EndsWith("asks port 4011 of 10.77.0.1, and loads snponly.efi from 10.77.0.1.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_alone_leases_nothing()
    {
        await using var wire = await Wire.UpAsync();
        await using var own = await DhcpServer.StartAsync(wire.Options(NetworkMode.Proxy, new MemoryLeaseStore()));
        Names(await ProbeAsync(wire, except: 1)).ShouldBe([FindingNames.NobodyLeases]);
    }

    private static List<string> Names(ProbeReport report) => [.. report.Findings.Select(finding => finding.Name).Distinct()];

    /// <param name="wire">The link.</param>
    /// <param name="servers">How many answer each kind of client.</param>
    /// <param name="limit">How long to wait; by default until all have answered.</param>
    /// <param name="except">Kinds that only one of them answers: proxies say nothing to ordinary clients.</param>
    private static async Task<ProbeReport> ProbeAsync(Wire wire, int servers = 1, TimeSpan? limit = null, int except = 0)
    {
        var link = RealClientTests.Within(wire, wire.Client, LocalLink.All).Single(one => one.Name == "c0");
        var heard = new HashSet<(ProbeClient, IPv4, bool)>();
        var boots = LinkProbe.Clients.Count - 1;
        var enough = servers == 1 ? LinkProbe.Clients.Count - except : servers * boots;
        return await LinkProbe.AskAsync(link, new DhcpPorts(), limit ?? TimeSpan.FromSeconds(40),
            answer => heard.Add((answer.Client, answer.Server, answer.IsProxy)) && heard.Count(one => one.Item1.Architecture is not null || servers == 1) >= enough,
            wire.Within(wire.Client), TestContext.Current.CancellationToken);
    }
}
