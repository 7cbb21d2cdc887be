using System.Text.RegularExpressions;
using Racklight.Acceptance.Boots;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Acceptance.Labs;

/// <summary>Machines as far as their firmware gets alone: to the network that nobody serves.</summary>
[Collection(BootCollection.Name)]
public sealed class MachineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData(Firmware.Bios, NicModel.Virtio, "iPXE initialising devices")]
    [InlineData(Firmware.Bios, NicModel.E1000, "iPXE initialising devices")]
    [InlineData(Firmware.Uefi, NicModel.Virtio, "Start PXE over IPv4")]
    [InlineData(Firmware.Uefi, NicModel.E1000, "iPXE|Start PXE over IPv4")]
    public async Task Firmware_goes_to_the_network_by_itself(Firmware firmware, NicModel nic, string sign)
    {
        Needs.Host("/usr/share/OVMF/OVMF_CODE_4M.fd");
        using var journal = new RunJournal();
        await using var rack = await RackAsync(journal, new MachineOptions { Name = "n1", Firmware = firmware, NicModel = nic, MemoryMiB = 512 });
        await rack["n1"].PowerOnAsync(Token);
        await rack["n1"].WaitForLineAsync(new Regex(sign), 0, Token);
    }

    [Fact(Timeout = 300_000)]
    public async Task Power_is_seen_from_both_sides()
    {
        Needs.Host();
        using var journal = new RunJournal();
        await using var rack = await RackAsync(journal, new MachineOptions { Name = "n1", MemoryMiB = 128 });
        var machine = rack["n1"];
        machine.State.ShouldBe(PowerState.Off);
        await Should.ThrowAsync<ProblemException>(() => machine.ResetAsync(Token));
        await machine.PowerOnAsync(Token);
        await machine.PowerOnAsync(Token);
        var firstPid = machine.Pid;
        machine.State.ShouldBe(PowerState.Running);

        var reset = machine.WaitForAsync(MachineEventKind.Reset, Token);
        await machine.ResetAsync(Token);
        (await reset).ByGuest.ShouldBeFalse();
        machine.Pid.ShouldBe(firstPid);

        var position = machine.ConsolePosition;
        await machine.CycleAsync(Token);
        machine.Pid.ShouldNotBe(firstPid);
        await machine.WaitForLineAsync(new Regex("SeaBIOS"), position, Token);

        // SeaBIOS finds nothing to boot and starts again: a reset that the guest itself did.
        (await machine.WaitForAsync(MachineEventKind.Reset, Token)).ByGuest.ShouldBeTrue();

        await machine.PowerOffAsync(Token);
        machine.State.ShouldBe(PowerState.Off);
        machine.Uptime.ShouldBe(TimeSpan.Zero);
        (await File.ReadAllTextAsync(machine.ConsoleLog, Token)).ShouldContain("SeaBIOS");
    }

    [Fact(Timeout = 300_000)]
    public async Task A_QEMU_that_does_not_start_says_why()
    {
        Needs.Host();
        using var journal = new RunJournal();
        await using var rack = await RackAsync(journal, new MachineOptions { Name = "n1", MemoryMiB = 128, ExtraArguments = ["-device", "no-such-device"] });
        var problem = await Should.ThrowAsync<ProblemException>(() => rack["n1"].PowerOnAsync(Token));
        problem.Message.ShouldContain("no-such-device");
        rack["n1"].State.ShouldBe(PowerState.Off);
    }

    private static Task<Rack> RackAsync(RunJournal journal, MachineOptions machine)
        => Rack.CreateAsync(new RackOptions { Name = RackName.Fresh("m"), Machines = [machine] }, journal, Token);
}
