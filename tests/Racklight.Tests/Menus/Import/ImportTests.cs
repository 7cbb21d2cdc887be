using Racklight.Menus.Import;
using Racklight.Menus.Recipes;
using Racklight.Sites;
using Racklight.Tests.Sites;
using MenuCatalog = Racklight.Menus.Entries.Catalog;

namespace Racklight.Tests.Menus.Import;

public sealed class ImportTests
{
    [Fact]
    public async Task The_published_data_is_counted_and_accounted_for_to_the_last_record()
    {
        var files = await UpstreamSource.ReadAsync(NetbootXyzData.Published(), TestContext.Current.CancellationToken);
        var (entries, report) = NetbootXyzImport.Run(files);
        (report.Endpoints, report.Files, report.Releases, report.Versions, report.Utilities).ShouldBe((164, 522, 38, 109, 41));
        report.ShouldAccountForEverything();
        entries.Count.ShouldBe(report.Entries);
        report.Imported.Count(static record => record.Kind == "endpoint").ShouldBeGreaterThan(150);
        report.Of("version", "rhcos/4.2").ShouldSatisfyAllConditions(static one => one.Outcome.ShouldBe("warning"), static one => one.Reason.ShouldContain("lost the zero of 4.20"));
        report.Of("endpoint", "dts").Reason.ShouldContain("utility");
        report.Of("release", "archlinux").Outcome.ShouldBe("imported");

        using var site = TemporarySite.Good().Write("menu/netboot.xyz.yaml", EntryYaml.Write(entries));
        site.Check().ShouldBeEmpty();
        var catalog = MenuCatalog.Load(SiteReader.Read(site.Root).Require());
        foreach (var name in entries.Keys)
        {
            var entry = catalog.Get(name);
            var machines = entry.Architectures.SelectMany(static architecture => new[] { Firmware.Bios, Firmware.Uefi }.Select(firmware => (architecture, firmware))).Where(machine => entry.Refusal(machine.architecture, machine.firmware) is null).ToList();
            machines.ShouldNotBeEmpty(name);
            foreach (var (architecture, firmware) in machines) entry.Plan(new PlanContext(architecture, firmware)).Urls.ShouldAllBe(url => ScriptText.UrlFault(url) == null && !url.Contains('{') && url.LastIndexOf("//", StringComparison.Ordinal) < 8);
        }
    }

    [Fact]
    public void Records_become_entries_or_say_why_not()
    {
        var (entries, report) = NetbootXyzData.Import();
        report.ShouldAccountForEverything();
        var live = entries[report.Of("endpoint", "some-live-xfce").Entry!];
        live.Version.ShouldBe("22.10");
        live.Recipe.ShouldBe("live-boot");
        live.Files!["filesystem"].Url.ShouldBe("https://github.com/netbootxyz/debian-squash/releases/download/2026.1-abcd1234/filesystem.squashfs");
        report.Of("endpoint", "shared-kernel").Reason.ShouldBe("the kernel of another");
        report.Of("endpoint", "Borrower_1.0").ShouldSatisfyAllConditions(static one => one.Entry.ShouldBe("nbxyz-borrower-1.0"), static one => one.Reason.ShouldContain("no / at its end"));
        entries["nbxyz-borrower-1.0"].Files!["kernel"].Url.ShouldBe("https://github.com/netbootxyz/debian-core-13/releases/download/13-1/vmlinuz");
        report.Of("endpoint", "stranger").Outcome.ShouldBe("needs-recipe");
        entries["nbxyz-fedora-44"].Values!["tree"].ShouldBe("http://mirrors.kernel.org/fedora/releases/44/Everything/{arch}/os");
        report.Of("version", "fedora/44").Reason.ShouldContain("http:// was added");
        report.Of("version", "debian/stable/trixie").Entry.ShouldBe("nbxyz-debian-trixie");
        report.Of("release", "unheard-of").Outcome.ShouldBe("needs-recipe");
        report.Of("release", "nothing").Outcome.ShouldBe("needs-recipe");
        report.Of("utility", "utilitiesefi/tool").Outcome.ShouldBe("imported");
        report.Of("utility", "utilitiesefi/kali").Entry.ShouldBe("nbxyz-some-live-xfce");
        report.Of("utility", "utilitiesefi/menu").Outcome.ShouldBe("needs-recipe");
    }

    [Theory]
    [InlineData("path: /debian-squash/x/", "path: [1]", "it has no path")]
    [InlineData("path: /debian-squash/x/", "path: debian-squash/x/", "does not begin with /")]
    [InlineData("os: kali", "os: { name: kali }", "it does not say which system it is")]
    [InlineData("version: 22.10", "version: [22.10]", "it has no version")]
    [InlineData("files: [filesystem.squashfs, initrd, vmlinuz]", "files: {}", "it names no files")]
    [InlineData("files: [filesystem.squashfs, initrd, vmlinuz]", "files: vmlinuz", "it has no initrd-file")]
    [InlineData("files: [filesystem.squashfs, initrd, vmlinuz]", "files: [filesystem.squashfs, ../initrd, vmlinuz]", "is no file's name")]
    [InlineData("version: 22.10", "version: \"1\\nchain http://evil\"", "holds a line break")]
    [InlineData("version: 22.10", "version: ${version}", "holds `${`")]
    [InlineData("path: /debian-squash/x/", "path: \"/debian-squash/x || shell/\"", "holds the word `||`")]
    [InlineData("os: kali", "os: kali\n    arch: vax", "its architecture `vax` is unknown")]
    [InlineData("os: kali", "os: kali\n    kernel: nowhere", "borrows the kernel of `nowhere`")]
    public void A_record_in_another_shape_says_what_is_wrong_and_spoils_no_other(string part, string other, string reason)
    {
        const string Good = "endpoints:\n  odd:\n    path: /debian-squash/x/\n    files: [filesystem.squashfs, initrd, vmlinuz]\n    os: kali\n    version: 22.10\n  fine:\n    path: /debian-squash/y/\n    files: [filesystem.squashfs, initrd, vmlinuz]\n    os: parrot\n    version: 1\n";
        var at = Good.IndexOf(part, StringComparison.Ordinal);
        var (_, report) = NetbootXyzData.Import(Good[..at] + other + Good[(at + part.Length)..]);
        report.ShouldAccountForEverything();
        report.Of("endpoint", "odd").Reason.ShouldContain(reason);
        report.Of("endpoint", "fine").Outcome.ShouldBe("imported");
    }

    [Theory]
    [InlineData("versions: [44, 43]", "fedora/44", "imported")]
    [InlineData("versions: { 44: { name: Fedora 44 } }", "fedora/44", "imported")]
    [InlineData("versions: [{ code_name: 44, name: 44, colour: blue, of: [1] }]", "fedora/44", "imported")]
    [InlineData("versions: [{ name: 44 }]", "fedora/0", "warning")]
    [InlineData("versions: [{ code_name: 4.2, name: '4.20 new' }]", "fedora/4.2", "warning")]
    [InlineData("versions: [{ code_name: \"44\\nshell\", name: 44 }]", "fedora/44?shell", "warning")]
    public void Versions_may_come_in_any_shape(string versions, string id, string outcome)
    {
        var (_, report) = NetbootXyzData.Import(defaults: $"releases:\n  fedora: {{ name: Fedora, mirror: http://m, base_dir: fedora, {versions} }}\n");
        report.ShouldAccountForEverything();
        report.Of("version", id).Outcome.ShouldBe(outcome);
    }

    [Theory]
    [InlineData("endpoints: []")]
    [InlineData("other: 1")]
    [InlineData("endpoints: { a: 1, b: [x], c: { } }")]
    public void A_file_with_nothing_known_in_it_imports_nothing_and_does_not_fall(string endpoints)
    {
        var (entries, report) = NetbootXyzData.Import(endpoints, "releases: 3\nutilitiesefi: { a: 1 }\nutilities_new: { b: { type: quantum, name: B } }\n");
        entries.ShouldBeEmpty();
        report.ShouldAccountForEverything();
        report.Utilities.ShouldBe(2);
    }

    [Fact]
    public void A_tool_of_two_lists_is_one_entry_for_both()
    {
        var (entries, report) = NetbootXyzData.Import(defaults: "utilitiesefi:\n  t: &t { name: T, type: direct, kernel: http://s/k a=b, initrd: http://s/i }\nutilitiespcbios64:\n  t: { name: T, type: direct, kernel: http://s/k a=b, initrd: http://s/i }\nutilitiespcbios32:\n  old: { name: Old, type: memtest, util_path: http://s/m, enabled: false }\n");
        report.ShouldAccountForEverything();
        report.Notes.Single().ShouldContain("anchors");
        entries["nbxyz-t"].Firmware.ShouldBe(["uefi", "bios"]);
        entries["nbxyz-t"].Values!["options"].ShouldBe("a=b");
        entries["nbxyz-old"].ShouldSatisfyAllConditions(static old => old.Hide.ShouldBe(true), static old => old.Architectures.ShouldBe(["x86"]), static old => old.Firmware.ShouldBe(["bios"]));
    }

    [Fact]
    public void What_is_no_YAML_is_told_with_its_place()
        => Should.Throw<ProblemException>(static () => NetbootXyzData.Import("endpoints:\n\tx: 1\n")).Message.ShouldContain("endpoints.yml:2:1");
}
