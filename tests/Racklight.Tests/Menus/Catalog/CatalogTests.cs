using Racklight.Menus.Entries;
using Racklight.Menus.Recipes;
using Racklight.Sites;
using MenuCatalog = Racklight.Menus.Entries.Catalog;

namespace Racklight.Tests.Menus.Catalog;

public sealed class CatalogTests
{
    private static readonly Firmware[] Firmwares = [Firmware.Bios, Firmware.Uefi];
    private static readonly Architecture[] Architectures = [Architecture.X64, Architecture.X86, Architecture.Arm64];

    public static TheoryData<string> Ids => [.. MenuCatalog.Own.Entries.Select(static entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_entry_plans_on_each_of_its_machines_and_says_why_not_on_others(string id)
    {
        var entry = MenuCatalog.Own.Get(id);
        var planned = new HashSet<Architecture>();
        foreach (var architecture in Architectures)
        {
            foreach (var firmware in Firmwares)
            {
                var context = new PlanContext(architecture, firmware) { Mac = MacAddress.Parse("52:54:00:20:00:02"), Console = new SerialConsole(), Answers = "http://10.0.0.1:8080/a" };
                if (entry.Refusal(architecture, firmware) is { } refusal)
                {
                    Should.Throw<ProblemException>(() => entry.Plan(context)).Message.ShouldContain(refusal);
                    continue;
                }
                planned.Add(architecture);
                var plan = entry.Plan(context);
                plan.Kernel.ShouldNotBeNull();
                plan.Urls.ShouldAllBe(url => ScriptText.UrlFault(url) == null && !url.Contains('{'));
                plan.Arguments.ShouldAllBe(argument => ScriptText.Fault(argument) == null && !argument.Contains('{') && argument.Length > 0);
                plan.Initrds.Select(static initrd => initrd.Name).ShouldBeUnique();
                plan.RamReason.ShouldNotBeNullOrEmpty();
            }
        }
        foreach (var architecture in entry.Architectures)
        {
            planned.ShouldContain(architecture, $"{id} exists for {architecture}, and no firmware boots it there");
            entry.Recipe.FilesOf(entry, architecture).ShouldAllBe(file => ScriptText.UrlFault(file.Url) == null);
        }
    }

    [Theory]
    [InlineData("debian")]
    [InlineData("ubuntu")]
    [InlineData("fedora")]
    [InlineData("centos")]
    [InlineData("rocky")]
    [InlineData("almalinux")]
    [InlineData("opensuse")]
    [InlineData("arch")]
    [InlineData("alpine")]
    [InlineData("nixos")]
    [InlineData("void")]
    [InlineData("gentoo")]
    [InlineData("slackware")]
    [InlineData("tinycore")]
    [InlineData("kali")]
    [InlineData("mint")]
    [InlineData("flatcar")]
    [InlineData("coreos")]
    [InlineData("talos")]
    [InlineData("proxmox-ve")]
    [InlineData("xcp-ng")]
    [InlineData("freebsd")]
    [InlineData("openbsd")]
    [InlineData("vyos")]
    [InlineData("photon")]
    [InlineData("memtest86plus")]
    [InlineData("clonezilla")]
    [InlineData("gparted")]
    [InlineData("systemrescue")]
    [InlineData("shredos")]
    [InlineData("ipxe")]
    [InlineData("uefi-shell")]
    [InlineData("dban")]
    public void The_catalog_has(string os) => MenuCatalog.Own.Entries.ShouldContain(entry => entry.Os == os);

    [Fact]
    public void Ubuntu_is_there_as_server_and_live()
    {
        MenuCatalog.Own.Entries.ShouldContain(entry => entry.Os == "ubuntu" && entry.Recipe.Id == "subiquity");
        MenuCatalog.Own.Entries.ShouldContain(entry => entry.Os == "ubuntu" && entry.Recipe.Id == "casper");
    }

    [Fact]
    public void Every_recipe_says_where_it_is_from_and_what_it_needs()
    {
        RecipeBook.All.Count.ShouldBeGreaterThan(25);
        RecipeBook.All.ShouldAllBe(static recipe => ScriptText.UrlFault(recipe.Source) == null || recipe.Source.Contains('#'));
        RecipeBook.All.ShouldAllBe(static recipe => recipe.Offline.Length > 4 && recipe.Ram.Why.Length > 4);
        foreach (var recipe in RecipeBook.All)
        {
            foreach (var start in new[] { recipe.Boots.Bios, recipe.Boots.Uefi }.OfType<RecipeStart>())
            {
                if (start.BootKind is BootKind.Local or BootKind.Image) continue;
                recipe.Files.Keys.ShouldContain(start.File, recipe.Id);
                foreach (var initrd in start.Initrds ?? recipe.Initrds) recipe.Files.Keys.ShouldContain(initrd.File, recipe.Id);
            }
        }
    }

    /// <summary>A misspelt name in an argument would leave the argument out in silence.</summary>
    [Fact]
    public void Every_name_in_a_recipe_is_a_value_a_file_or_known_of_the_machine()
    {
        foreach (var recipe in RecipeBook.All)
        {
            string[] known = [.. recipe.Values.Keys, .. recipe.Files.Keys, .. MachineScope.Words, "arch", "version", "os", "flavor", "id"];
            IEnumerable<string?> texts =
            [
                .. recipe.Arguments, .. recipe.Dhcp, .. recipe.Address ?? [], .. recipe.Answers?.Arguments ?? [], .. recipe.Console,
                .. recipe.Boots.Bios?.Arguments ?? [], .. recipe.Boots.Uefi?.Arguments ?? [],
                .. recipe.Values.Values.Select(static value => value.Default), .. recipe.Files.Values.SelectMany(static file => new[] { file.Url, file.Sums, file.Signature }.Concat(file.Holds)),
            ];
            foreach (var text in texts.OfType<string>())
            {
                var template = Template.Parse(text, out var fault);
                fault.ShouldBeNull($"{recipe.Id}: {text}");
                template.Names.ShouldBeSubsetOf(known, $"{recipe.Id}: {text}");
            }
        }
    }

    [Fact]
    public void Words_find_entries_and_an_exact_name_comes_first()
    {
        MenuCatalog.Own.Find("debian 13").Select(static entry => entry.Id).ShouldContain("debian-13");
        MenuCatalog.Own.Find("ubuntu-24.04").First().Id.ShouldBe("ubuntu-24.04");
        MenuCatalog.Own.Find("no such system").ShouldBeEmpty();
        Should.Throw<ProblemException>(static () => MenuCatalog.Own.Get("debian-31")).Message.ShouldContain("did you mean `debian-1");
    }

    [Fact]
    public void A_32_bit_entry_boots_on_a_64_bit_PC_by_BIOS_and_not_by_UEFI()
    {
        var entry = MenuCatalog.Own.Get("tinycore");
        entry.Plan(new PlanContext(Architecture.X64, Firmware.Bios)).Kernel.ShouldEndWith("/17.x/x86/release/distribution_files/vmlinuz");
        entry.Refusal(Architecture.X64, Firmware.Uefi)!.ShouldContain("64-bit UEFI cannot start");
        MenuCatalog.Own.For(Architecture.X64, Firmware.Bios).ShouldContain(entry);
        MenuCatalog.Own.For(Architecture.X64, Firmware.Uefi).ShouldNotContain(entry);
    }
}
