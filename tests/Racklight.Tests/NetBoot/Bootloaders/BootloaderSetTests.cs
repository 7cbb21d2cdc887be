using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Ipxe;

namespace Racklight.Tests.NetBoot.Bootloaders;

public sealed class BootloaderSetTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-loaders-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(BootPlatform.Bios, "undionly.kpxe")]
    [InlineData(BootPlatform.EfiX64, "snponly.efi")]
    public void The_distributions_set_suits_PCs(BootPlatform platform, string name)
    {
        var set = Distribution();
        var loader = set.Choose(platform).Loader.ShouldNotBeNull();
        loader.Name.ShouldBe(name);
        loader.Length.ShouldBe(File.ReadAllBytes(loader.Path).Length);
    }

    [Fact]
    public void The_distributions_set_tells_its_version()
    {
        var set = Distribution();
        var version = set.Version.ShouldNotBeNull();
        version.IsDebian.ShouldBeTrue();
        version.Date.ShouldBeGreaterThanOrEqualTo(new DateOnly(2019, 1, 25));
        // What the binary itself shows must not contradict what its version is taken to prove.
        var known = IpxeCapabilities.For(version, IpxePlatform.Efi).Features;
        VersionProbe.Features(set.Choose(BootPlatform.EfiX64).Loader!.Path).ShouldBe(known.Where(static f => f is not (IpxeFeature.Https or IpxeFeature.KeepsUriEncoding or IpxeFeature.InitrdMagic or IpxeFeature.Autoexec)).Order());
    }

    [Fact]
    public void The_distributions_disk_images_and_option_ROMs_are_not_served()
        => Distribution().Files.Select(static file => Path.GetExtension(file.Name)).Distinct().ShouldBeSubsetOf([".efi", ".kpxe", ".kkpxe", ".pxe"]);

    [Fact]
    public void A_set_is_served_under_its_own_names()
    {
        Put("start4.elf", "overlays/vc4.dtbo", "ipxe-arm64.efi", "bootloaders.json");
        File.WriteAllText(At("bootloaders.json"), "{}");
        var set = BootloaderSet.Open(_directory.FullName);
        set.Files.Select(static file => file.Name).ShouldBe(["ipxe-arm64.efi", "overlays/vc4.dtbo", "start4.elf"]);
        set.Platforms.ShouldBe([BootPlatform.EfiArm64, BootPlatform.RaspberryPi]);
        set.Find("../etc/passwd").ShouldBeNull();
    }

    [Fact]
    public void A_missing_loader_names_the_package_that_has_it()
    {
        Put("snponly.efi");
        var problem = BootloaderSet.Open(_directory.FullName).Choose(BootPlatform.EfiArm64).Problem.ShouldNotBeNull();
        problem.Message.ShouldContain("efi-arm64");
        problem.Hint.ShouldContain("trixie");
    }

    [Fact]
    public void The_site_may_name_another_file_for_a_machine()
    {
        Put("snponly.efi", "ipxe.efi");
        var set = BootloaderSet.Open(_directory.FullName);
        set.Choose(BootPlatform.EfiX64, "ipxe.efi").Loader!.Name.ShouldBe("ipxe.efi");
        set.Choose(BootPlatform.EfiX64, "ipxe.pxe").Problem!.Message.ShouldContain("ipxe.pxe");
        set.Choose(BootPlatform.Unknown).Problem.ShouldNotBeNull();
    }

    [Fact]
    public void A_declaration_overrides_what_is_found()
    {
        Put("mine.efi", "snponly.efi");
        File.WriteAllText(At("bootloaders.json"), """{ "name": "own", "loaders": { "efi-x64": "mine.efi" }, "features": ["image-trust", "https"] }""");
        var set = BootloaderSet.Open(_directory.FullName);
        set.Name.ShouldBe("own");
        set.Choose(BootPlatform.EfiX64).Loader!.Name.ShouldBe("mine.efi");
        set.Capabilities(IpxePlatform.Bios).Has(IpxeFeature.ImageTrust).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ "loader": {} }""", "loader")]
    [InlineData("""{ "loaders": { "efi-x65": "snponly.efi" } }""", "efi-x65")]
    [InlineData("""{ "loaders": { "efi-x64": "other.efi" } }""", "other.efi")]
    [InlineData("""{ "features": ["magic"] }""", "magic")]
    [InlineData("""{ "features": ["3"] }""", "'3'")]
    [InlineData("null", "null")]
    [InlineData("{", ":1:")]
    public void A_wrong_declaration_is_refused_with_its_reason(string json, string reason)
    {
        Put("snponly.efi");
        File.WriteAllText(At("bootloaders.json"), json);
        var refused = Should.Throw<BootloaderSetException>(() => BootloaderSet.Open(_directory.FullName));
        refused.Message.ShouldContain(reason);
        refused.Message.ShouldContain("bootloaders.json");
        refused.Hint.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_set_that_is_not_there_says_what_to_install()
        => Should.Throw<BootloaderSetException>(() => BootloaderSet.OpenDefault(At("none"))).Hint.ShouldBe("apt-get install ipxe");

    [Theory]
    [InlineData(0x00, BootPlatform.Bios)]
    [InlineData(0x06, BootPlatform.EfiX86)]
    [InlineData(0x07, BootPlatform.EfiX64)]
    [InlineData(0x09, BootPlatform.EfiX64)]
    [InlineData(0x10, BootPlatform.EfiX64)]
    [InlineData(0x0b, BootPlatform.EfiArm64)]
    [InlineData(0x13, BootPlatform.EfiArm64)]
    [InlineData(0x29, BootPlatform.RaspberryPi)]
    [InlineData(0x02, BootPlatform.Unknown)]
    [InlineData(0xffff, BootPlatform.Unknown)]
    public void Codes_are_read_as_IANA_lists_them(int code, BootPlatform platform) => BootPlatforms.FromArchitectureCode(code).ShouldBe(platform);

    [Fact]
    public void Every_platform_has_a_word_and_every_word_a_platform()
        => BootPlatforms.All.Select(static word => BootPlatforms.Parse(word).ShouldNotBeNull().Word()).ShouldBe(BootPlatforms.All);

    private static BootloaderSet Distribution()
    {
        if (!Directory.Exists(BootloaderSet.DefaultDirectory) && Environment.GetEnvironmentVariable("CI") != "true") Assert.Skip("the package ipxe is not installed");
        return BootloaderSet.OpenDefault();
    }

    private string At(string name) => Path.Combine(_directory.FullName, name);

    private void Put(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
            File.WriteAllText(At(name), name);
        }
    }
}
