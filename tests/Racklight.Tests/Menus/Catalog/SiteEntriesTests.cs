using Racklight.Menus.Recipes;
using Racklight.Sites;
using Racklight.Tests.Sites;
using MenuCatalog = Racklight.Menus.Entries.Catalog;

namespace Racklight.Tests.Menus.Catalog;

public sealed class SiteEntriesTests
{
    private static readonly PlanContext Pc = new(Architecture.X64, Firmware.Uefi);

    [Fact]
    public void A_site_overrides_only_the_keys_that_it_gives()
    {
        using var site = TemporarySite.Good().Write("menu/debian-13.yaml", "values: { mirror: \"http://mirror.lab/debian\" }\narguments: [quiet]\n");
        var entry = Load(site).Get("debian-13");
        entry.Title.ShouldBe(MenuCatalog.Own.Get("debian-13").Title);
        entry.Source.ShouldBe("catalog/debian.yaml, menu/debian-13.yaml");
        var plan = entry.Plan(Pc);
        plan.Kernel.ShouldBe("http://mirror.lab/debian/dists/trixie/main/installer-amd64/current/images/netboot/debian-installer/amd64/linux");
        plan.Arguments.ShouldBe(["quiet"]);
    }

    [Fact]
    public void A_site_hides_entries_and_adds_its_own_beside_the_old_form()
    {
        using var site = TemporarySite.Good()
            .Write("menu/ours.yaml", """
                defaults: { section: lab, recipe: anaconda, architectures: [x64] }
                entries:
                  rhel-9: { title: RHEL 9, values: { tree: "http://mirror.lab/rhel9" } }
                  rhel-9.4: { title: RHEL 9.4, values: { tree: "http://mirror.lab/rhel94" } }
                  dban: { hide: true, section: tools, recipe: dban, architectures: [x64] }
                """)
            .Write("menu/try.yaml", "title: A script\nboots: http://mirror.lab/x.ipxe\n")
            .Write("menu/kvm-now.yaml", "title: KVM\nboots: kvm@stable\n");
        var catalog = Load(site);
        catalog.Get("rhel-9.4").Plan(Pc).Arguments.ShouldContain("inst.repo=http://mirror.lab/rhel94/");
        catalog.Get("rhel-9").Section.ShouldBe("lab");
        catalog.Get("dban").Hidden.ShouldBeTrue();
        catalog.For(Architecture.X64, Firmware.Bios).ShouldNotContain(static entry => entry.Id == "dban");
        catalog.Get("try").Plan(Pc).ShouldSatisfyAllConditions(static plan => plan.Kind.ShouldBe(BootKind.Chain), static plan => plan.Kernel.ShouldBe("http://mirror.lab/x.ipxe"));
        catalog.Get("kvm-now").Plan(Pc).Image.ShouldBe("kvm@stable");
        catalog.Get("disk").Plan(Pc).Kind.ShouldBe(BootKind.Local);
        catalog.Sections[0].Id.ShouldBe("site");
    }

    /// <summary>An upgrade that brings an entry of the same name must not change what a site wrote whole.</summary>
    [Fact]
    public void An_entry_that_says_how_it_boots_stands_alone()
    {
        using var site = TemporarySite.Good().Write("menu/arch.yaml", "title: Ours\nrecipe: chain\nfiles: { script: { url: \"http://mirror.lab/a.ipxe\" } }\n");
        Load(site).Get("arch").Plan(Pc).Kernel.ShouldBe("http://mirror.lab/a.ipxe");
    }

    [Theory]
    [InlineData("title: X\nrecipe: debian-instaler\n", "menu/x.yaml:2:9: error: there is no recipe `debian-instaler`, did you mean `debian-installer`?")]
    [InlineData("hide: true\n", "nothing says what `x` boots, and the program has no entry of that name to change")]
    [InlineData("title: X\nrecipe: debian-installer\n", "`x` misses the value `release`, which its recipe debian-installer needs")]
    [InlineData("title: X\nrecipe: debian-installer\nvalues: { relase: trixie }\n", "menu/x.yaml:3:11: error: the recipe debian-installer has no value `relase`, did you mean `release`?")]
    [InlineData("title: X\nrecipe: efi-app\n", "`x` misses the file `app`, which its recipe efi-app needs")]
    [InlineData("title: X\nrecipe: efi-app\nfiles: { ap: { url: http://s/x.efi } }\n", "the recipe efi-app has no file `ap`, did you mean `app`?")]
    [InlineData("title: X\nrecipe: efi-app\nfiles: { app: { url: ftp://s/x.efi } }\n", "`ftp://s/x.efi` is not an http or https URL")]
    [InlineData("title: X\nrecipe: efi-app\nfiles: { app: { url: \"http://s/{versoin}.efi\" } }\n", "names `{versoin}`, which nothing gives, did you mean `version`?")]
    [InlineData("title: X\nrecipe: efi-app\nfiles: { app: { url: \"http://s/{version.efi\" } }\n", "has a `{` that begins no `{name}`")]
    [InlineData("title: X\nrecipe: efi-app\nboots: local\n", "an entry boots something of the site (`boots`) or by a recipe, not both")]
    [InlineData("title: X\nrecipe: memdisk\narchitectures: [arm64]\nfiles: { disk: { url: http://s/x.iso } }\n", "the recipe memdisk does not know arm64")]
    [InlineData("title: X\nrecipe: debian-installer\nvalues: { release: \"{mirror}\", mirror: \"{release}\" }\n", "refer to each other without end")]
    [InlineData("recipe: efi-app\nfiles: { app: { url: http://s/x.efi } }\n", "the key `title` is missing")]
    [InlineData("boots: local\n", "the key `title` is missing")]
    [InlineData("title: X\nboots: local\nentries: { y: { title: Y, boots: local } }\n", "this file has several entries: `title` belongs to one of them")]
    [InlineData("defaults: { section: lab }\ntitle: X\nboots: local\n", "`defaults` without `entries`")]
    public void A_fault_is_told_with_its_place_and_what_was_meant(string text, string message)
    {
        using var site = TemporarySite.Good().Write("menu/x.yaml", text);
        site.Check().ShouldContain(message);
    }

    [Fact]
    public void Nodes_may_name_entries_of_the_program_and_are_told_of_those_that_do_not_exist()
    {
        using var site = TemporarySite.Good().Write("nodes/r1n1.yaml", "group: compute\nmac: 52:54:00:20:00:01\nboots: debian-13\n");
        site.Check().ShouldBeEmpty();
        site.Write("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\nboots: memtest86plsu\n");
        site.Check().ShouldContain("did you mean `memtest86plus`?");
    }

    [Theory]
    [InlineData("quiet\\nchain http://evil/x", "holds a line break")]
    [InlineData("quiet || shell", "holds the word `||`")]
    [InlineData("quiet && shell", "holds the word `&&`")]
    [InlineData("quiet ; shell", "holds the word `;`")]
    [InlineData("quiet #nothing", "begins with `#`")]
    [InlineData("ip=${net0/ip}", "holds `${`")]
    [InlineData("quiet\\\\", "ends with a backslash")]
    [InlineData("a\\u0007b", "holds the control character U+0007")]
    public void Text_that_a_script_would_read_as_more_is_refused_wherever_it_stands(string text, string why)
    {
        foreach (var (file, place) in new[]
        {
            ($"arguments: [\"{text}\"]\n", "menu/debian-13.yaml:1:13:"),
            ($"values: {{ mirror: \"{text}\" }}\n", "menu/debian-13.yaml:1:19:"),
            ($"version: \"{text}\"\n", "menu/debian-13.yaml:1:10:"),
            ($"files: {{ kernel: {{ url: \"{text}\" }} }}\n", "menu/debian-13.yaml:1:25:"),
            ($"by-architecture: {{ x64: {{ values: {{ mirror: \"{text}\" }} }} }}\n", "menu/debian-13.yaml:1:45:"),
        })
        {
            using var site = TemporarySite.Good().Write("menu/debian-13.yaml", file);
            var problems = site.Check();
            problems.ShouldContain(why);
            problems.ShouldContain(place);
        }
    }

    [Fact]
    public void Absurd_lengths_and_counts_are_refused()
    {
        using var site = TemporarySite.Good().Write("menu/debian-13.yaml", $"values: {{ mirror: \"http://{new string('a', 5000)}\" }}\n");
        site.Check().ShouldContain("at most 1,024 are possible");
        site.Write("menu/debian-13.yaml", $"arguments: [{string.Join(", ", Enumerable.Repeat("a", 100))}]\n");
        site.Check().ShouldContain("at most 64 arguments");
        var bomb = string.Concat(Enumerable.Range(0, 40).Select(static _ => "{mirror}"));
        site.Write("menu/debian-13.yaml", $"values: {{ mirror: \"http://{new string('a', 500)}\", images: \"{bomb}\" }}\n");
        site.Check().ShouldContain("becomes longer than");
    }

    [Fact]
    public void An_entry_may_be_for_one_firmware_only()
    {
        using var site = TemporarySite.Good().Write("menu/x.yaml", "title: X\nrecipe: kernel\nfirmware: [bios]\nfiles: { kernel: { url: http://s/k } }\n");
        var entry = Load(site).Get("x");
        entry.Refusal(Architecture.X64, Firmware.Bios).ShouldBeNull();
        entry.Refusal(Architecture.X64, Firmware.Uefi)!.ShouldContain("it is for BIOS");
    }

    /// <summary>Recipes that need what only a site has: each held against what its page says.</summary>
    [Theory]
    // wimboot and, at least, BCD, boot.sdi and boot.wim: https://ipxe.org/wimboot
    [InlineData("recipe: wimboot\nvalues: { tree: http://s/win }", BootKind.Wimboot, "http://boot.netboot.xyz/wimboot", "BCD=http://s/win/boot/bcd boot.sdi=http://s/win/boot/boot.sdi boot.wim=http://s/win/sources/boot.wim", "")]
    // mboot's -c: https://github.com/vmware/esx-boot
    [InlineData("recipe: esxi\nvalues: { tree: http://s/esx }", BootKind.EfiApp, "http://s/esx/efi/boot/bootx64.efi", "", "-c http://s/esx/boot.cfg")]
    // https://kairos.io/docs/installation/netboot/
    [InlineData("recipe: kairos\nvalues: { base: http://s/kairos-core }", BootKind.Linux, "http://s/kairos-core-kernel", "kairos-core-initrd=http://s/kairos-core-initrd", "root=live:http://s/kairos-core.squashfs rd.neednet=1 rd.cos.disable netboot install-mode selinux=0 console=tty1 ip=dhcp")]
    // https://ipxe.org/cmd/sanboot
    [InlineData("recipe: sanboot\nfiles: { disk: { url: http://s/disk.img } }", BootKind.Sanboot, "http://s/disk.img", "", "")]
    // https://ipxe.org/cmd/kernel
    [InlineData("recipe: efi-app\nfiles: { app: { url: http://s/x.efi } }\nvalues: { options: \"-a b\" }", BootKind.EfiApp, "http://s/x.efi", "", "-a b")]
    public void A_recipe_that_needs_files_of_the_site_boots_as_documented(string text, BootKind kind, string kernel, string initrds, string arguments)
    {
        using var site = TemporarySite.Good().Write("menu/x.yaml", "title: X\n" + text + "\n");
        var plan = Load(site).Get("x").Plan(Pc);
        plan.Kind.ShouldBe(kind);
        plan.Kernel.ShouldBe(kernel);
        string.Join(' ', plan.Initrds.Select(static initrd => $"{initrd.Name}={initrd.Url}")).ShouldBe(initrds);
        string.Join(' ', plan.Arguments).ShouldBe(arguments);
    }

    private static MenuCatalog Load(TemporarySite site) => MenuCatalog.Load(SiteReader.Read(site.Root).Require());
}
