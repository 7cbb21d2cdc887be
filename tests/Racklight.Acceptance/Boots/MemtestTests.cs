using System.Text.RegularExpressions;
using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>memtest86+ of Debian's package by the catalog's recipe, chosen in the menu, until it tests memory: on a BIOS by PXE, on UEFI by HTTP boot.</summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "menu")]
public sealed partial class MemtestTests
{
    private const string Program = "/boot/memtest86+x64.efi";

    private const string Entry = """
        title: Memtest86+ of Debian 12
        section: site
        files: { kernel: { url: "http://UPSTREAM/memtest" } }
        arguments: ["console=ttyS0,115200"]

        """;

    // OVMF tries PXE before HTTP: without these it would never come to it, since our server answers PXE too.
    private static readonly string[] WithoutPxe = ["-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=n", "-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=n"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 20 * 60 * 1000)]
    public async Task A_BIOS_machine_tests_its_memory_with_what_was_chosen_in_the_menu()
    {
        Needs.Host(Program);
        await using var rack = await MenuRack.StartAsync(Memtest(Firmware.Bios), Token);
        await TestMemoryAsync(rack);
        rack.Passed();
    }

    [Fact(Timeout = 20 * 60 * 1000)]
    public async Task A_UEFI_machine_boots_by_HTTP_alone_and_tests_its_memory_with_what_was_chosen_in_the_menu()
    {
        Needs.Host(Program, "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd");
        await using var rack = await MenuRack.StartAsync(Memtest(Firmware.Uefi) with { Qemu = WithoutPxe }, Token);
        await TestMemoryAsync(rack);
        // The firmware's own words, then ours.
        await rack.WaitForLineAsync(HttpBoot(), Token);
        var boot = await rack.TimelineAsync(Token);
        boot.Events.ShouldContain(e => e.Step == BootSteps.Dhcp && e.Message.StartsWith("uefi-http x64 has 10.20.0.", StringComparison.Ordinal) && e.Message.EndsWith(":8080/loader/snponly.efi", StringComparison.Ordinal));
        boot.Events.ShouldNotContain(e => e.Message.StartsWith("uefi x64", StringComparison.Ordinal), "no PXE client asked");
        boot.Events.ShouldNotContain(e => e.Message.Contains("TFTP", StringComparison.Ordinal));
        rack.Passed();
    }

    private static MenuBoot Memtest(Firmware firmware) => new("memtest86plus", Entry, new Dictionary<string, string> { ["/memtest"] = Program }) { Firmware = firmware };

    private static async Task TestMemoryAsync(MenuRack rack)
    {
        await rack.Machine.PowerOnAsync(Token);
        await rack.ChooseAsync(Token);
        await rack.WaitForLineAsync(Header(), Token);
        await rack.WaitForLineAsync(RunningTest(), Token);
    }

    [GeneratedRegex(@"Memtest86\+ v6\.\d+")]
    private static partial Regex Header();

    [GeneratedRegex(@"#\d+ +\[[A-Z][a-z]+.*\]")]
    private static partial Regex RunningTest();

    [GeneratedRegex(@"URI: http://10\.20\.0\.1:8080/loader/snponly\.efi")]
    private static partial Regex HttpBoot();
}
