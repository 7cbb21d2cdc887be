using System.Net;
using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.Trust;

public sealed class VerifyingScriptTests : IDisposable
{
    private const string Server = "http://10.20.0.1:8080/";
    private static readonly ImageBoot Boot = new(Server + "images/x/kernel", [Server + "images/x/initrd", "http://deb.example.org/initrd"], ["quiet"]) { Shim = Server + "loader/shim-debian.efi" };
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-set-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_client_that_can_checks_what_the_site_serves_and_nothing_else()
    {
        var client = IpxeCapabilities.Oldest.With(IpxeFeature.ImageTrust).CheckingSignaturesBelow(Server);
        var script = ImageBootScript.Write(Boot, client);
        script.ShouldContain("imgverify vmlinuz http://10.20.0.1:8080/images/x/kernel.sig || goto failed");
        script.ShouldContain("imgverify initrd.img http://10.20.0.1:8080/images/x/initrd.sig || goto failed");
        script.ShouldNotContain("deb.example.org/initrd.sig");
        IpxeLint.Check(script, client).ShouldBeEmpty();
    }

    [Fact]
    public void A_script_is_checked_before_it_runs_and_its_query_stays_behind_the_signatures_path()
    {
        var client = IpxeCapabilities.Oldest.With(IpxeFeature.ImageTrust).CheckingSignaturesBelow(Server);
        var script = MenuScript.Write("Rack", [new("Debian", Server + "boot.ipxe?mac=52-54-00-20-00-02&entry=debian")], 0, TimeSpan.FromSeconds(5), client);
        script.ShouldContain("imgfree next ||\nimgfetch --name next http://10.20.0.1:8080/boot.ipxe?mac=52-54-00-20-00-02&entry=debian || goto failed\nimgverify next http://10.20.0.1:8080/boot.ipxe.sig?mac=52-54-00-20-00-02&entry=debian || goto failed\nchain --autofree --replace next || goto failed");
        IpxeLint.Check(script, client).ShouldBeEmpty();
    }

    [Fact]
    public void A_client_that_cannot_check_is_never_asked_to()
    {
        ImageBootScript.Write(Boot, IpxeCapabilities.Oldest.CheckingSignaturesBelow(Server)).ShouldNotContain("imgverify");
        ImageBootScript.Write(Boot, IpxeCapabilities.Oldest.With(IpxeFeature.ImageTrust)).ShouldNotContain("imgverify");
    }

    [Fact]
    public void A_shim_is_asked_for_where_the_client_has_the_command()
    {
        ImageBootScript.Write(Boot).ShouldNotContain("shim");
        ImageBootScript.Write(Boot, IpxeCapabilities.Oldest.With(IpxeFeature.Shim)).ShouldContain("shim http://10.20.0.1:8080/loader/shim-debian.efi || goto failed\n");
    }

    [Fact]
    public void A_declaration_holds_for_the_sets_own_build_and_not_for_a_cards()
    {
        Put("snponly.efi", [.. "iPXE/%s\0"u8, .. "2.0.0+own\0"u8]);
        File.WriteAllText(Path.Combine(_directory.FullName, "bootloaders.json"), """{ "features": ["image-trust", "https", "site-ca"] }""");
        var set = BootloaderSet.Open(_directory.FullName);
        set.Version!.Text.ShouldBe("2.0.0+own");
        set.CapabilitiesOf("iPXE/2.0.0+own", "efi").Has(IpxeFeature.ImageTrust).ShouldBeTrue();
        set.CapabilitiesOf("iPXE/2.0.0+own", "efi").Has(IpxeFeature.SiteCa).ShouldBeTrue();
        set.CapabilitiesOf("iPXE/1.0.0+", "efi").Has(IpxeFeature.ImageTrust).ShouldBeFalse();
        set.CapabilitiesOf("curl/8", "efi").Has(IpxeFeature.ImageTrust).ShouldBeFalse();
    }

    [Fact]
    public void A_set_with_a_shim_starts_with_it()
    {
        Put("shimx64.efi", [1]);
        Put("ipxe.efi", [2]);
        Put("undionly.kpxe", [3]);
        var set = BootloaderSet.Open(_directory.FullName);
        set.Choose(BootPlatform.EfiX64).Loader!.Name.ShouldBe("shimx64.efi");
        set.Choose(BootPlatform.Bios).Loader!.Name.ShouldBe("undionly.kpxe");
        set.Find("ipxe.efi").ShouldNotBeNull();
    }

    [Fact]
    public void The_first_stage_goes_on_by_HTTPS_for_clients_that_can_check_the_certificate()
    {
        var client = IpxeCapabilities.Oldest.With(IpxeFeature.Https, IpxeFeature.SiteCa);
        FirstStageScript.Write(new BootServer(IPAddress.Parse("10.20.0.1"), 8443) { Secure = true }, client).ShouldContain("https://10.20.0.1:8443/boot.ipxe?mac=");
    }

    [Fact]
    public void Whoever_checks_signatures_checks_those_of_the_first_stage_and_of_notices_too()
    {
        // With `imgtrust --permanent` the chain that is not checked ends in "permission denied": seen on a build of iPXE 2.0.
        var server = new BootServer(IPAddress.Parse("10.20.0.1"), 8443) { Secure = true };
        var client = IpxeCapabilities.Oldest.With(IpxeFeature.Https, IpxeFeature.SiteCa, IpxeFeature.ImageTrust).CheckingSignaturesBelow(server.Root + "/");
        foreach (var script in new[] { FirstStageScript.Write(server, client), RefFirstStageScript.Write(server, new string('0', 40), client), NoticeScript.Write(server, ["a notice"], TimeSpan.FromSeconds(5), client) })
        {
            script.ShouldContain("imgverify next https://10.20.0.1:8443/");
            script.ShouldContain(".ipxe.sig?mac=");
            script.ShouldContain("chain --autofree --replace next");
        }
    }

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_directory.FullName, name), bytes);
}
