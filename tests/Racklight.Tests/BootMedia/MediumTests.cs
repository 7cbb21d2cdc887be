using Racklight.App;
using Racklight.BootMedia;
using Racklight.BootMedia.Commands;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.BootMedia;

public sealed class MediumTests : IDisposable
{
    private static readonly MediaScriptOptions Options = new() { Server = "10.20.0.1:8080" };
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-media-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_same_inputs_give_the_same_bytes()
    {
        MediaTools.Builders();
        (MediumKind, string)[] Files(string name) => [(MediumKind.Iso, At(name + ".iso")), (MediumKind.Usb, At(name + ".img"))];
        var first = await MediaCommand.MakeAsync(Files("a"), Options, null, false, Token);
        var second = await MediaCommand.MakeAsync(Files("b"), Options, null, false, Token);
        second.Select(medium => medium.Sha256).ShouldBe(first.Select(medium => medium.Sha256));
        first.ShouldAllBe(medium => medium.Bytes < 24 << 20);
    }

    [Fact]
    public async Task An_ISO_starts_by_both_firmwares_and_holds_the_script_for_each()
    {
        MediaTools.Builders();
        await MediaCommand.MakeAsync([(MediumKind.Iso, At("a.iso"))], Options, null, false, Token);
        var report = await ProcessRunner.RequireAsync(new("xorriso", "-indev", At("a.iso"), "-report_el_torito", "plain"), Token);
        report.ShouldContain("BIOS");
        report.ShouldContain("UEFI");
        await ProcessRunner.RequireAsync(new("xorriso", "-osirrox", "on", "-indev", At("a.iso"), "-extract", "/isolinux", At("tree")), Token);
        var script = MediaScript.Write(Options);
        (await File.ReadAllTextAsync(At("tree/script.ipx"), Token)).ShouldBe(script);
        (await ProcessRunner.RequireAsync(new("mtype", "-i", At("tree/efi.img"), "::/autoexec.ipxe"), Token)).TrimEnd().ShouldBe(script.TrimEnd());
        (await ProcessRunner.RunAsync(new("/usr/sbin/fsck.fat", "-n", At("tree/efi.img")), Token)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_disk_image_has_a_valid_table_with_one_EFI_system_partition()
    {
        MediaTools.Builders();
        await MediaCommand.MakeAsync([(MediumKind.Usb, At("a.img"))], Options, null, false, Token);
        var table = await ProcessRunner.RequireAsync(new("/usr/sbin/sfdisk", "--dump", At("a.img")), Token);
        table.ShouldContain("label: gpt");
        table.ShouldContain("type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
        table.ShouldContain("LegacyBIOSBootable");
        (await ProcessRunner.RunAsync(new("/usr/sbin/sfdisk", "--verify", At("a.img")), Token)).ExitCode.ShouldBe(0);
        var files = await ProcessRunner.RequireAsync(new("mdir", "-b", "-/", "-i", At("a.img") + "@@1M", "::/"), Token);
        foreach (var file in (string[])["autoexec.ipxe", "ipxe.lkrn", "syslinux.cfg", "EFI/BOOT/BOOTX64.EFI"]) files.ShouldContain(file);
    }

    [Fact]
    public async Task A_file_that_is_there_is_kept_unless_asked_otherwise()
    {
        MediaTools.Builders();
        await File.WriteAllTextAsync(At("a.iso"), "precious", Token);
        (await Should.ThrowAsync<ProblemException>(() => MediaCommand.MakeAsync([(MediumKind.Iso, At("a.iso"))], Options, null, false, Token))).Message.ShouldContain("--force");
        (await File.ReadAllTextAsync(At("a.iso"), Token)).ShouldBe("precious");
        await MediaCommand.MakeAsync([(MediumKind.Iso, At("a.iso"))], Options, null, true, Token);
        Directory.GetFiles(_directory).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_set_that_looks_for_scripts_is_taken_as_it_is_and_a_shim_goes_before_it()
    {
        MediaTools.Builders();
        var set = Directory.CreateDirectory(At("set")).FullName;
        byte[] loader = [.. new byte[64], .. "autoexec.ipxe\0"u8];
        await File.WriteAllBytesAsync(Path.Combine(set, "ipxe.efi"), loader, Token);
        await File.WriteAllBytesAsync(Path.Combine(set, "shimx64.efi"), [1, 2, 3], Token);
        File.Copy("/usr/lib/ipxe/ipxe.lkrn", Path.Combine(set, "ipxe.lkrn"));
        var made = await MediaCommand.MakeAsync([(MediumKind.Usb, At("a.img"))], Options, set, false, Token);
        made[0].Firmware.ShouldBe(["BIOS", "UEFI x64 with Secure Boot"]);
        var files = await ProcessRunner.RequireAsync(new("mdir", "-b", "-/", "-i", At("a.img") + "@@1M", "::/"), Token);
        files.ShouldContain("EFI/BOOT/IPXE.EFI", Case.Insensitive);
        files.ShouldContain("EFI/BOOT/autoexec.ipxe", Case.Insensitive);
        await ProcessRunner.RequireAsync(new("mcopy", "-i", At("a.img") + "@@1M", "::/EFI/BOOT/IPXE.EFI", At("copy.efi")), Token);
        (await File.ReadAllBytesAsync(At("copy.efi"), Token)).ShouldBe(loader);
    }

    [Fact]
    public async Task An_old_loader_that_is_not_the_known_one_is_refused_with_a_way_out()
    {
        var set = Directory.CreateDirectory(At("set")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(set, "ipxe.efi"), new byte[4096], Token);
        await File.WriteAllBytesAsync(Path.Combine(set, "ipxe.lkrn"), new byte[4096], Token);
        var problem = await Should.ThrowAsync<ProblemException>(() => MediaCommand.MakeAsync([(MediumKind.Iso, At("a.iso"))], Options, set, false, Token));
        problem.Message.ShouldContain("PE header");
        problem.Message.ShouldContain("--bootloaders");
        File.Exists(At("a.iso")).ShouldBeFalse();
    }

    private string At(string name) => Path.Combine(_directory, name);
}
