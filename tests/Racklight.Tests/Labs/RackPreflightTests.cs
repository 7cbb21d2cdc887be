using Racklight.Labs;

namespace Racklight.Tests.Labs;

public sealed class RackPreflightTests
{
    private static readonly RackOptions Uefi = new()
    {
        Name = "lab",
        Machines = [new MachineOptions { Name = "n1", Firmware = Firmware.Uefi, MemoryMiB = 4096 }],
    };

    private static readonly HostView Whole = new()
    {
        IsRoot = true, HasFile = static _ => true, HasProgram = static _ => true, HasOvmf = true, FreeDisk = static _ => 1L << 40, FreeMemory = 1L << 40,
    };

    [Fact]
    public void A_host_that_has_all_has_no_problems() => RackPreflight.Find(Uefi, Whole).ShouldBeEmpty();

    [Fact]
    public void All_that_is_missing_is_said_at_once_with_its_remedy()
    {
        var bare = new HostView
        {
            IsRoot = false, HasFile = static _ => false, HasProgram = static _ => false, HasOvmf = false, FreeDisk = static _ => 1 << 20, FreeMemory = 1 << 30,
        };
        var problems = RackPreflight.Find(Uefi, bare).ToList();
        problems.Count.ShouldBe(7);
        problems.ShouldAllBe(problem => problem.Hint != null && problem.Severity == Severity.Error);
        var text = string.Join('\n', problems);
        foreach (var word in (string[])["root", "/dev/net/tun", "iproute2", "qemu-system-x86", "ovmf", "GiB are free", "--memory"]) text.ShouldContain(word);
    }

    [Fact]
    public void A_rack_of_BIOS_machines_needs_no_OVMF()
        => RackPreflight.Find(Uefi with { Machines = [new MachineOptions { Name = "n1" }] }, Whole with { HasOvmf = false }).ShouldBeEmpty();

    [Fact]
    public void A_rack_without_machines_needs_no_QEMU()
        => RackPreflight.Find(Uefi with { Machines = [] }, Whole with { HasProgram = static program => program == "ip" }).ShouldBeEmpty();
}
