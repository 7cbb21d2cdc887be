using Racklight.Labs;

namespace Racklight.Tests.Labs;

public sealed class QemuCommandTests
{
    private static readonly Accelerator Tcg = new(false, "a test");
    private static readonly MachineFiles Files = new("tap0", "/run/x.qmp", "/run/x.ser", "/var/tmp/x.vars", [("/var/tmp/a,b.raw", false)]);

    [Theory]
    [InlineData(Firmware.Bios, NicModel.Virtio)]
    [InlineData(Firmware.Bios, NicModel.E1000)]
    [InlineData(Firmware.Uefi, NicModel.Virtio)]
    [InlineData(Firmware.Uefi, NicModel.E1000)]
    public void A_machine_starts_from_its_network_card_and_never_from_a_kernel(Firmware firmware, NicModel nic)
    {
        if (firmware == Firmware.Uefi) TestTools.RequireFile("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");
        var command = Build(firmware, nic);
        command.ShouldNotContain("-kernel");
        command.ShouldNotContain("-initrd");
        command.ShouldContain(word => word.Contains("netdev=net0", StringComparison.Ordinal) && word.Contains("bootindex=1", StringComparison.Ordinal));
    }

    [Fact]
    public void Under_BIOS_the_card_keeps_its_default_ROM_and_the_screen_goes_to_the_serial_line_too()
    {
        var command = Build(Firmware.Bios, NicModel.Virtio);
        command.ShouldNotContain(word => word.Contains("romfile", StringComparison.Ordinal));
        command.ShouldContain("pc,graphics=off");
    }

    [Fact]
    public void Under_UEFI_the_card_has_no_ROM_so_that_the_firmware_s_own_PXE_runs()
    {
        TestTools.RequireFile("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");
        Build(Firmware.Uefi, NicModel.Virtio).ShouldContain(word => word.EndsWith(",romfile=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_comma_in_a_path_does_not_become_an_option()
        => Build(Firmware.Bios, NicModel.Virtio).ShouldContain(word => word.EndsWith("file=/var/tmp/a,,b.raw", StringComparison.Ordinal));

    [Fact]
    public void A_medium_is_tried_before_the_network()
    {
        var command = QemuCommand.Build("lab", new MachineOptions { Name = "n1", Cdrom = "/tmp/a,b.iso", Usb = "/tmp/c.img" }, MacAddress.Parse("52:54:00:00:00:01"), Files, Tcg);
        command.ShouldContain("ide-cd,drive=cd0,bootindex=0");
        command.ShouldContain(word => word.Contains("readonly=on,file=/tmp/a,,b.iso", StringComparison.Ordinal));
        command.ShouldContain("usb-storage,drive=usb0,removable=on,bootindex=100");
    }

    private static IReadOnlyList<string> Build(Firmware firmware, NicModel nic)
        => QemuCommand.Build("lab", new MachineOptions { Name = "n1", Firmware = firmware, NicModel = nic }, MacAddress.Parse("52:54:00:00:00:01"), Files, Tcg);
}
