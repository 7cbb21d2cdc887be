using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.NetBoot.Ipxe;

/// <summary>Files that are put into an initramfs by a path: which client can, and how it is told.</summary>
public sealed class InitramfsFileTests
{
    private static readonly IpxeCapabilities OldBios = IpxeCapabilities.FromRequest("iPXE/1.0.0+git-20190125.36a4c85-5.1", "pcbios");
    private static readonly IpxeCapabilities OldEfi = IpxeCapabilities.FromRequest("iPXE/1.0.0+git-20190125.36a4c85-5.1", "efi");
    private static readonly IpxeCapabilities NewEfi = IpxeCapabilities.FromRequest("iPXE/1.21.1+git20250501.dad20602+dfsg-1", "efi");

    [Fact]
    public void A_path_stands_behind_the_address_and_a_script_gets_its_mode()
    {
        var lines = BootScript.Write(ReadyScripts.WithFiles, OldBios).Split('\n');
        lines.ShouldContain(line => line.StartsWith("initrd --name first.gz http://", StringComparison.Ordinal) && line.EndsWith("/first.gz || goto failed", StringComparison.Ordinal));
        lines.ShouldContain(line => line.EndsWith("/proxmox.iso /proxmox.iso || goto failed", StringComparison.Ordinal));
        lines.ShouldContain(line => line.EndsWith("/hook /hooks/hook mode=755 || goto failed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_newer_EFI_build_gives_its_kernel_all_initrds_as_one()
    {
        var kernel = BootScript.Write(ReadyScripts.WithFiles, NewEfi).Split('\n').Single(static line => line.StartsWith("kernel ", StringComparison.Ordinal));
        kernel.ShouldContain(" initrd=initrd.magic quiet ");
        kernel.ShouldNotContain("initrd=first.gz");
    }

    [Fact]
    public void An_old_EFI_build_and_one_that_does_not_say_what_it_runs_on_are_refused_with_the_reason()
    {
        foreach (var client in (IpxeCapabilities[])[OldEfi, IpxeCapabilities.Oldest])
        {
            Should.Throw<IpxeSyntaxException>(() => BootScript.Write(ReadyScripts.WithFiles, client)).Message.ShouldContain("cannot put a file into an initramfs under UEFI");
        }
    }

    [Theory]
    [InlineData("medium.iso")]
    [InlineData("/")]
    [InlineData("/a b")]
    [InlineData("/a/../b")]
    [InlineData("/a//b")]
    [InlineData("/a/")]
    [InlineData("/${mac}")]
    [InlineData("/a mode=4755")]
    [InlineData("/a\n/b")]
    public void A_path_that_iPXE_would_read_otherwise_is_refused(string path)
        => Should.Throw<IpxeSyntaxException>(() => BootScript.Write(new IpxeBoot.Linux("http://a/k", [new("http://a/f", "f") { Path = path }], []), OldBios)).Message.ShouldContain("cannot be a file's path in an initramfs");

    [Fact]
    public void The_lint_finds_it_where_the_client_would_start_the_kernel_without_the_file()
    {
        var script = BootScript.Write(ReadyScripts.WithFiles, OldBios);
        IpxeLint.Check(script, IpxeProfile.Find("bookworm", IpxePlatform.Bios)).ShouldBeEmpty();
        IpxeLint.Check(script, IpxeProfile.Find("bookworm", IpxePlatform.Efi)).Select(static finding => finding.Rule).ShouldBe([IpxeRule.InitrdMismatch, IpxeRule.InitrdMismatch]);
    }
}
