using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>A machine behind another DHCP server that runs with what was exported for it, while our own DHCP is off: it finds our script.</summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "foreign")]
public sealed class ForeignDhcpTests(BootFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 10 * 60 * 1000)]
    [InlineData("isc", "/usr/sbin/dhcpd")]
    [InlineData("kea", "/usr/sbin/kea-dhcp4")]
    [InlineData("dnsmasq", "/usr/sbin/dnsmasq")]
    public async Task A_machine_behind_it_comes_to_our_script(string product, string program)
    {
        Needs.Host(program);
        await using var harness = await BootHarness.StartAsync(new BootOptions(Firmware.Bios, "off") { Behind = product }, fixture, Token);
        await harness.Machine.PowerOnAsync(Token);
        var boot = await harness.WaitForStepAsync(BootSteps.Script, Token);
        boot.Has(BootSteps.Script).ShouldBeTrue();
        harness.Passed();
    }
}
