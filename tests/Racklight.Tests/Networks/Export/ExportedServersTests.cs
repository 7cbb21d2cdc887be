using System.Text.Json;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks;
using Racklight.Networks.Export;
using Racklight.Networks.Probe;
using Racklight.Tests.NetBoot.Dhcp;

namespace Racklight.Tests.Networks.Export;

/// <summary>Other servers really run with what is exported for them, and answer every kind of client as our own server would.</summary>
public sealed class ExportedServersTests : IDisposable
{
    private static readonly IReadOnlyList<ProbeClient> Clients = [.. LinkProbe.Clients.Where(client => client.Architecture is not null)];
    private readonly LoaderDirectory _loaders = new();

    public void Dispose() => _loaders.Dispose();

    [Fact]
    public async Task Isc_dhcpd_answers_as_we_would()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.IscAsync(wire.Server, _loaders.Export("isc", "10.77.0.5"));
        await ComparesAsync(wire, NetworkMode.Full);
    }

    [Fact]
    public async Task Isc_dhcpd_answers_as_we_would_by_option_43_where_the_network_says_bypass()
    {
        await using var wire = await Wire.UpAsync();
        var site = _loaders.SiteOf(new() { ["rack1"] = new() { Cidr = "10.77.0.0/16", Pxe = "bypass" } });
        await using var server = await ForeignServer.IscAsync(wire.Server, ExportCommand.Write(site, "isc", null, "10.77.0.5", 8080, []));
        await ComparesAsync(wire, NetworkMode.Full, PxeStyle.Bypass);
    }

    [Fact]
    public async Task Kea_answers_as_we_would()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.KeaAsync(wire.Server, MembersOf(_loaders.Export("kea", "10.77.0.5")) + ",");
        await ComparesAsync(wire, NetworkMode.Full);
    }

    [Fact]
    public async Task Kea_takes_what_is_exported_for_pfsense()
    {
        await using var wire = await Wire.UpAsync();
        var text = _loaders.Export("pfsense", "10.77.0.5");
        var json = text[text.IndexOf("\n{\n", StringComparison.Ordinal)..(text.IndexOf("\n}\n", StringComparison.Ordinal) + 2)];
        // pfSense reads it strictly: no comments.
        JsonDocument.Parse(json).RootElement.GetProperty("client-classes").GetArrayLength().ShouldBe(7);
        await using var server = await ForeignServer.KeaAsync(wire.Server, Inner(json) + ",");
        await ComparesAsync(wire, NetworkMode.Full);
    }

    [Theory]
    [InlineData("dnsmasq")]
    [InlineData("opnsense")]
    [InlineData("edgeos-dnsmasq")]
    public async Task Dnsmasq_answers_as_we_would(string product)
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.DnsmasqAsync(wire.Server, "dhcp-range=10.77.1.10,10.77.1.60,255.255.0.0,1h\n" + LinesOf(_loaders.Export(product, "10.77.0.5")));
        await ComparesAsync(wire, NetworkMode.Full);
    }

    [Fact]
    public async Task Dnsmasq_as_a_proxy_answers_as_our_proxy_would()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await ForeignServer.DnsmasqAsync(wire.Server, _loaders.Export("dnsmasq-proxy", "10.77.0.5"));
        await ComparesAsync(wire, NetworkMode.Proxy);
    }

    [Fact]
    public async Task Dhcpd_reads_what_edgeos_includes()
    {
        await using var wire = await Wire.UpAsync();
        var text = _loaders.Export("edgeos", "10.77.0.5");
        text.ShouldContain("set service dhcp-server global-parameters \"include &quot;/config/user-data/racklight.conf&quot;;\"");
        var file = text[(text.IndexOf("<<'RACKLIGHT'\n", StringComparison.Ordinal) + 14)..text.IndexOf("\nRACKLIGHT\n", StringComparison.Ordinal)];
        await using var server = await ForeignServer.IscAsync(wire.Server, file);
        await ComparesAsync(wire, NetworkMode.Full);
    }

    private static async Task ComparesAsync(Wire wire, NetworkMode mode, PxeStyle style = PxeStyle.Binl)
    {
        var offers = await AskAsync(wire, Clients);
        var network = new DhcpNetwork("rack1", PacketBuilder.Subnet("10.77.0.0/16")) { Pxe = style };
        var options = BootPlaces.On(PacketBuilder.Address("10.77.0.5"), () => 8080);
        foreach (var client in Clients)
        {
            var ours = BootRehearsal.Offer(client, network, mode, options, new SetOfThree()).ShouldNotBeNull();
            var theirs = offers.Single(offer => offer.Client == client);
            theirs.IsProxy.ShouldBe(mode == NetworkMode.Proxy, client.Describe());
            Facts(theirs.Message, client, mode).ShouldBe(Facts(ours, client, mode), client.Describe());
        }
    }

    /// <summary>
    /// What decides a boot. Option 43 is compared without its end mark, which Kea leaves out. As a proxy dnsmasq adds a prompt of its own to it, and
    /// sends it to iPXE too, which looks for a menu in it and finds none: what it says to firmware is the discovery control.
    /// </summary>
    private static string Facts(DhcpMessage message, ProbeClient client, NetworkMode mode)
    {
        var vendor = Convert.ToHexStringLower(message.Option(43));
        if (vendor.EndsWith("ff", StringComparison.Ordinal)) vendor = vendor[..^2];
        if (mode == NetworkMode.Proxy) vendor = client.IsIpxe || vendor.Length < 6 ? "" : vendor[..6];
        var name = mode == NetworkMode.Proxy ? "" : ProbeLine.Text(message.Option(66));
        return $"file {message.BootFile}, next server {message.NextServer}, 43 {vendor}, 60 {message.VendorClass}, 66 {name}, 175 {Convert.ToHexStringLower(message.Option(175))}";
    }

    internal static async Task<IReadOnlyList<ProbeAnswer>> AskAsync(Wire wire, IReadOnlyList<ProbeClient> clients)
    {
        var link = RealClientTests.Within(wire, wire.Client, LocalLink.All).Single(one => one.Name == "c0");
        var heard = new HashSet<ProbeClient>();
        return await DhcpProbe.AskAllAsync(link, new DhcpPorts(), clients, TimeSpan.FromSeconds(40),
            answer => heard.Add(answer.Client) && heard.Count == clients.Count, wire.Within(wire.Client), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>The members of Dhcp4, for a configuration that has subnets too.</summary>
    private static string MembersOf(string kea) => Inner(Inner(kea));

    private static string Inner(string json) => json[(json.IndexOf('{', StringComparison.Ordinal) + 1)..json.LastIndexOf('}')];

    /// <summary>EdgeOS wraps each line of dnsmasq.conf.</summary>
    private static string LinesOf(string text) => string.Join('\n', text.Split('\n')
        .Where(line => !line.StartsWith("set service dns forwarding options", StringComparison.Ordinal) && line is not ("configure" or "commit" or "save" or "exit") && !line.StartsWith("set service", StringComparison.Ordinal))
        .Concat(text.Split('\n').Where(line => line.StartsWith("set service dns", StringComparison.Ordinal)).Select(line => line[(line.IndexOf('\'', StringComparison.Ordinal) + 1)..^1]))) + "\n";

    private sealed class SetOfThree : IBootFileSource
    {
        public string? Find(ClientArchitecture architecture, bool overHttp) => architecture.Processor() switch
        {
            "x86" when !architecture.IsUefi() => "undionly.kpxe",
            "x64" => "snponly.efi",
            "arm64" => "snponly-arm64.efi",
            _ => null,
        };
    }
}
