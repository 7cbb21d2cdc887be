using System.Net;
using System.Text.RegularExpressions;
using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>From a machine with an empty disk to a login, and again: what the project is for.</summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "whole")]
public sealed partial class WholeBootTests(BootFixture fixture)
{
    private const int Limit = 20 * 60 * 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public Task A_BIOS_machine_boots_in_full_mode_keeps_its_data_and_forgets_its_system() => BootTwiceAsync(new BootOptions(Firmware.Bios, "full"), BootSteps.Kernel);

    [Fact(Timeout = Limit)]
    public Task A_UEFI_machine_boots_in_proxy_mode_beside_dnsmasq_keeps_its_data_and_forgets_its_system() => BootTwiceAsync(new BootOptions(Firmware.Uefi, "proxy"), BootSteps.Initramfs);

    /// <param name="killedAt">The step of the second boot at which the server is killed and started again: in firmware's hands, or in ours.</param>
    private async Task BootTwiceAsync(BootOptions options, string killedAt)
    {
        Needs.Host(options.Firmware == Firmware.Uefi ? ["/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/sbin/dnsmasq"] : []);
        await using var harness = await BootHarness.StartAsync(options, fixture, Token);
        await harness.Machine.PowerOnAsync(Token);
        var digest = await harness.WaitForLiveAsync(0, Token);
        var first = await harness.WaitForStepAsync(BootSteps.Live, Token);
        Steps(first).ShouldBe([BootSteps.Dhcp, BootSteps.Loader, BootSteps.Script, BootSteps.Kernel, BootSteps.Initramfs, BootSteps.Rootfs, BootSteps.Live]);
        var shell = await harness.ShellAsync(first, Token);
        await AssertSystemAsync(shell, digest);
        await AssertSecondAddressIsRefusedAsync(harness, shell, first);

        var before = await IdentityAsync(shell);
        await shell.RunAsync("echo kept > /etc/ssh/acceptance && echo lost > /root/acceptance && sync", Token);
        var position = harness.Machine.ConsolePosition;
        var reset = harness.Machine.WaitForAsync(MachineEventKind.Reset, Token);
        await shell.TryAsync("systemctl reboot", Token);
        (await reset).ByGuest.ShouldBeTrue();

        (await harness.WaitForStepAsync(killedAt, Token, after: first.Id)).State.ShouldBe("booting");
        await harness.KillServerAsync(Token);
        await harness.StartServerAsync(Token);
        (await harness.WaitForLiveAsync(position, Token)).ShouldBe(digest);
        var second = await harness.WaitForStepAsync(BootSteps.Live, Token, after: first.Id);
        shell = await harness.ShellAsync(second, Token);
        await AssertSystemAsync(shell, digest);
        var after = await IdentityAsync(shell);
        after.Boot.ShouldNotBe(before.Boot, "it is another boot");
        after.HostKey.ShouldBe(before.HostKey, "host keys persist");
        after.MachineId.ShouldBe(before.MachineId, "the machine id comes from the hardware");
        (await shell.RunAsync("cat /etc/ssh/acceptance", Token)).ShouldBe("kept");
        (await shell.RunAsync("test -e /root/acceptance && echo there || echo gone", Token)).ShouldBe("gone");
        harness.Passed();
    }

    /// <summary>The steps in the order in which each was first passed.</summary>
    private static string[] Steps(BootView boot) => [.. boot.Events.Where(e => e.Level == "info").Select(e => e.Step).Distinct()];

    private static async Task AssertSystemAsync(MachineShell shell, string digest)
    {
        (await shell.RunAsync("findmnt -no FSTYPE /", Token)).ShouldBe("overlay");
        var cmdline = await shell.RunAsync("cat /proc/cmdline", Token);
        var root = RootFile().Match(cmdline);
        root.Success.ShouldBeTrue(cmdline);
        root.Groups["digest"].Value.ShouldBe(digest, "what was mounted is what was promised");
        // Measured once more, by other means than our own code: the octets behind the mounted squashfs.
        var device = await shell.RunAsync("losetup --list --noheadings --output NAME | head -n 1", Token);
        (await shell.RunAsync($"head -c {root.Groups["size"].Value} {device} | sha256sum | cut -c 1-64", Token)).ShouldBe(digest);
        (await shell.RunAsync("readlink /etc/ssh", Token)).ShouldBe("/data/etc/ssh");
        (await shell.RunAsync("findmnt -no LABEL /data", Token)).ShouldBe("RL-DATA");
        (await shell.RunAsync("systemctl list-units --failed --plain --no-legend", Token)).ShouldBeEmpty();
    }

    private static async Task AssertSecondAddressIsRefusedAsync(BootHarness harness, MachineShell shell, BootView boot)
    {
        var session = Session().Match(await shell.RunAsync("cat /proc/cmdline", Token)).Groups["id"].Value;
        var answer = await SecondAddress.PostAsync(harness.Rack, $"/boots/{session}/events", """{"step":"live","level":"error","message":"forged"}""", Token);
        answer.ShouldBe(HttpStatusCode.Forbidden);
        var seen = await harness.WaitForAsync(now => now.Events.Any(e => e.Level == "warning" && e.Message.Contains($"{SecondAddress.Address} used the boot session", StringComparison.Ordinal)), Token);
        (seen.Id, seen.State).ShouldBe((boot.Id, "live"));
        seen.Events.ShouldNotContain(e => e.Message.Contains("forged", StringComparison.Ordinal));
    }

    private static async Task<(string Boot, string HostKey, string MachineId)> IdentityAsync(MachineShell shell) => (
        await shell.RunAsync("cat /proc/sys/kernel/random/boot_id", Token),
        await shell.RunAsync("cat /etc/ssh/ssh_host_ed25519_key.pub", Token),
        await shell.RunAsync("cat /etc/machine-id", Token));

    [GeneratedRegex(@"racklight\.rootfs=(?<digest>[0-9a-f]{64})/(?<size>[0-9]+)")]
    private static partial Regex RootFile();

    [GeneratedRegex(@"racklight\.boot=(?<id>[0-9a-f]{32})")]
    private static partial Regex Session();
}
