using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>Every way from firmware to our kernel and, where it has the card's driver, to our initramfs. <c>RACKLIGHT_FULL=1</c> takes the whole matrix, else what the whole boots do not cover anyway.</summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "short")]
public sealed class ShortBootTests(BootFixture fixture)
{
    private static readonly string[] Pxe = ["binl", "bypass"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<BootOptions>> Combinations()
    {
        var chosen = Environment.GetEnvironmentVariable("RACKLIGHT_FULL") == "1" ? Matrix() :
        [
            new BootOptions(Firmware.Bios, "proxy"),
            new BootOptions(Firmware.Uefi, "full"),
            new BootOptions(Firmware.Uefi, "proxy", "bypass"),
            new BootOptions(Firmware.Bios, "full", Nic: NicModel.Vmxnet3),
        ];
        // One combination again, without the others: RACKLIGHT_FULL=1 RACKLIGHT_BOOTS=uefi-proxy-bypass-e1000.
        var wanted = Environment.GetEnvironmentVariable("RACKLIGHT_BOOTS") ?? "";
        return chosen.Where(options => options.ToString().Contains(wanted, StringComparison.Ordinal)).Select(options => new TheoryDataRow<BootOptions>(options) { TestDisplayName = $"Reaches the {LastStep(options)}: {options}" });
    }

    [Theory(Timeout = 15 * 60 * 1000)]
    [MemberData(nameof(Combinations), DisableDiscoveryEnumeration = true)]
    public async Task A_machine_comes_as_far_as_its_image_knows_its_card(BootOptions options)
    {
        Needs.Host(["/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/sbin/dnsmasq"]);
        await using var harness = await BootHarness.StartAsync(options, fixture, Token);
        await harness.Machine.PowerOnAsync(Token);
        var boot = await harness.WaitForStepAsync(LastStep(options), Token);
        foreach (var step in (string[])[BootSteps.Dhcp, BootSteps.Script, BootSteps.Kernel]) boot.Has(step).ShouldBeTrue(step);
        harness.Passed();
    }

    // The minimal image's kernel is Debian's for clouds, which has no driver for e1000: firmware and loader are what such a machine can show.
    private static string LastStep(BootOptions options) => options.Nic == NicModel.E1000 ? BootSteps.Kernel : BootSteps.Initramfs;

    private static IEnumerable<BootOptions> Matrix() =>
        from firmware in (Firmware[])[Firmware.Bios, Firmware.Uefi]
        from nic in Enum.GetValues<NicModel>()
        from options in (BootOptions[])[new(firmware, "full", "binl", nic), .. Pxe.Select(pxe => new BootOptions(firmware, "proxy", pxe, nic))]
        select options;
}
