using Racklight.Menus.Preview;
using Racklight.Menus.Recipes;
using Racklight.Sites;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Nodes;

/// <summary>What the dashboard's menu page shows, held against what machines really get.</summary>
public sealed class MenuPreviewTests
{
    private const string Named = "52-54-00-20-00-02";
    private static readonly PreviewQuestion Uefi = new() { Architecture = Architecture.X64, Firmware = Firmware.Uefi };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("efi", Firmware.Uefi)]
    [InlineData("pcbios", Firmware.Bios)]
    public async Task The_screen_has_the_lines_of_the_script_that_a_machine_gets(string platform, Firmware firmware)
    {
        await using var server = await NodesServer.StartAsync();
        var machine = server.From("127.0.0.2");
        // As the loader of the default set calls itself: what it can is part of the question.
        machine.DefaultRequestHeaders.Remove("User-Agent");
        machine.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "iPXE/1.0.0+git-20190125.36a4c85-5.1");
        var served = await machine.GetStringAsync(new Uri($"/boot.ipxe?mac=52-54-00-99-00-01&arch=x86_64&platform={platform}&stage=2", UriKind.Relative), Token);
        var preview = await ShowAsync(server, Uefi with { Firmware = firmware });
        Items(preview.Screen!.Script).ShouldBe(Items(served));
        var first = Items(served[..served.IndexOf("choose ", StringComparison.Ordinal)]);
        preview.Screen.Lines.Select(static line => line.Text.TrimEnd()).ShouldBe(first);
        preview.Screen.Timeout.ShouldBe(TimeSpan.FromMinutes(1));
        preview.Screen.Lines.Single(static line => line.IsMarked).Action.ShouldBe(PreviewAction.Disk);
    }

    [Fact]
    public async Task A_section_opens_and_what_cannot_boot_there_is_told_with_its_reason()
    {
        await using var server = await NodesServer.StartAsync();
        var top = await ShowAsync(server, Uefi);
        var bsd = top.Screen!.Lines.Single(static line => line.Text == "BSD >");
        var section = (await ShowAsync(server, Uefi with { Section = bsd.Name })).Screen!;
        section.IsInner.ShouldBeTrue();
        section.Lines.ShouldAllBe(static line => line.Action == PreviewAction.Entry);
        section.LeftOut.ShouldContain(static left => left.Id.StartsWith("freebsd", StringComparison.Ordinal) && left.Why.Contains("UEFI", StringComparison.Ordinal));
        var bios = await ShowAsync(server, Uefi with { Firmware = Firmware.Bios });
        var same = bios.Screen!.Lines.Single(static line => line.Text == "BSD >");
        (await ShowAsync(server, Uefi with { Firmware = Firmware.Bios, Section = same.Name })).Screen!.Lines.ShouldContain(static line => line.Name!.StartsWith("freebsd", StringComparison.Ordinal));
        (await ShowAsync(server, Uefi with { Section = "no-such" })).Problems.ShouldHaveSingleItem().Message.ShouldContain("no such section");
    }

    [Fact]
    public async Task A_choice_has_the_command_line_that_the_machine_gets()
    {
        await using var server = await NodesServer.StartAsync();
        var served = await server.ScriptAsync("52-54-00-99-00-01", more: "&entry=debian-13&ip=192.0.2.5&netmask=255.255.255.0");
        var choice = (await ShowAsync(server, Uefi with { Machine = "52:54:00:99:00:01", Entry = "debian-13", Address = StaticAddress.FromTyped("192.0.2.5", "255.255.255.0", "", ""), Arguments = "quiet", Serial = true })).Choice!;
        choice.Problem.ShouldBeNull();
        var kernel = served.Split('\n').Single(static line => line.StartsWith("kernel ", StringComparison.Ordinal));
        kernel.ShouldContain(choice.Kernel!);
        kernel.ShouldContain(string.Join(' ', choice.Arguments.SkipLast(3)));
        choice.Arguments.TakeLast(3).ShouldBe(["console=tty0", "console=ttyS0,115200n8", "quiet"]);
        served.ShouldContain(choice.Initrds.Single().Url);
        choice.Script.ShouldContain(kernel);
    }

    [Fact]
    public async Task An_image_an_address_and_a_word_of_nobody_are_choices_too()
    {
        await using var server = await NodesServer.StartAsync();
        (await ChoiceAsync(server, "rescue")).ShouldSatisfyAllConditions(
            choice => choice.Title.ShouldBe("Rescue system"),
            choice => choice.Arguments.ShouldContain("racklight.node=r1n2"),
            choice => choice.Script.ShouldContain("kernel --name vmlinuz"));
        (await ChoiceAsync(server, "elsewhere")).Kernel.ShouldBe("http://10.9.9.9/menu.ipxe");
        (await ChoiceAsync(server, "local")).Script.ShouldContain("sanboot --no-describe --drive 0x80");
        (await ChoiceAsync(server, "nothing")).ShouldSatisfyAllConditions(
            choice => choice.Problem!.Message.ShouldBe("the menu has no entry nothing"),
            choice => choice.Script.ShouldContain("the menu has no entry nothing"));
    }

    [Fact]
    public async Task What_the_loader_cannot_fetch_is_a_problem_with_what_to_try()
    {
        await using var server = await NodesServer.StartAsync();
        var site = server.Sites.Current;
        server.Sites.Current = site with { File = site.File with { Bootloaders = "none" }, Menu = new Dictionary<string, MenuFile> { ["far"] = new() { Title = "Far away", Recipe = "kernel", Files = new Dictionary<string, MenuFileSource> { ["kernel"] = new() { Url = "https://example.org/vmlinuz" } } } } };
        var choice = await ChoiceAsync(server, "far");
        choice.Problem!.Message.ShouldContain("https");
        choice.Problem.Hint!.ShouldContain("racklight menu mirror far");
        choice.Kernel.ShouldBe("https://example.org/vmlinuz");
    }

    [Fact]
    public async Task A_boot_that_does_not_fit_is_marked()
    {
        await using var server = await NodesServer.StartAsync();
        var linux = (await ShowAsync(server, Uefi)).Screen!.Lines.Single(static line => line.Text == "Linux installers >").Name;
        (await ShowAsync(server, Uefi with { Section = linux, Memory = 1024 })).Screen!.Lines.ShouldContain(static line => line.Warning != null && line.Warning.Contains("1024 MiB", StringComparison.Ordinal));
        (await ShowAsync(server, Uefi with { Section = linux })).Screen!.Lines.ShouldAllBe(static line => line.Warning == null);
    }

    [Fact]
    public async Task A_machine_is_shown_as_it_was_last_seen_and_looking_leaves_no_trace()
    {
        await using var server = await NodesServer.StartAsync();
        await server.From("127.0.0.2").GetStringAsync(new Uri($"/boot.ipxe?mac={Named}&arch=x86_64&platform=pcbios&memory=00000000ffff0f00&stage=2", UriKind.Relative), Token);
        var (boots, events) = await server.WhenAsync("r1n2", static (boots, _) => boots.Count > 0);
        var seen = await ShowAsync(server, new PreviewQuestion { Machine = "r1n2", Entry = "debian-13" });
        (seen.Firmware, seen.Architecture, seen.Memory).ShouldBe((Firmware.Bios, Architecture.X64, 1024));
        seen.Boots.ShouldBe("kvm@stable");
        await ShowAsync(server, new PreviewQuestion { Machine = "52:54:00:99:00:07", Entry = "debian-13" });
        await server.Database.Boots.FlushAsync(Token);
        (await server.Database.Boots.LatestAsync(Token)).ShouldBe(boots);
        (await server.Database.Boots.EventsAsync(boots[0].Id, Token)).Count.ShouldBe(events.Count);
        (await server.Database.Sessions.OpenSessionOfAsync("52:54:00:99:00:07", Token)).ShouldBeNull();
        (await ShowAsync(server, new PreviewQuestion { Machine = "nobody" })).Problems.ShouldHaveSingleItem().Message.ShouldContain("nobody");
    }

    [Fact]
    public async Task Answer_files_are_named_on_the_command_line_and_their_secrets_are_masked()
    {
        await using var server = await NodesServer.StartAsync();
        using var files = Racklight.Tests.Sites.TemporarySite.Good().Write("answers/ks.cfg", "# {{ node.name }}\nrootpw --plaintext {{ secrets.root }}\nautopart\n");
        var site = server.Sites.Current;
        server.Sites.Current = site with
        {
            Root = files.Root,
            Nodes = new Dictionary<string, NodeFile> { ["r1n2"] = new() { Mac = FakeSites.NamedMac, Secrets = "on-boot", Answers = new Dictionary<string, AnswerConfig> { ["ks.cfg"] = new() { Format = "kickstart" } } } },
        };
        var choice = await ChoiceAsync(server, "rocky-10");
        var answer = choice.Answers.ShouldHaveSingleItem();
        (answer.File, answer.IsNamed).ShouldBe(("ks.cfg", true));
        var text = answer.Text.ShouldNotBeNull();
        text.ShouldContain("# r1n2");
        choice.Arguments.ShouldContain(static argument => argument.StartsWith("inst.ks=http://", StringComparison.Ordinal) && argument.EndsWith("/answers/ks.cfg", StringComparison.Ordinal));
        text.ShouldNotContain("{{");
    }

    [Fact]
    public async Task Another_ref_has_its_own_menu_and_a_broken_one_its_problems_with_their_places()
    {
        using var git = await GitSite.GoodAsync();
        var commit = await git.PushAsync("feature/x", ("menu/new.yaml", "title: New entry\nboots: kvm@stable\n"), ("images/kvm/image.yaml", "base: debian/bookworm\n"));
        await git.PushAsync("broken", ("nodes/r1n2.yaml", "mak: 52:54:00:20:00:02\n"));
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        var other = await ShowAsync(server, Uefi with { Ref = "feature/x", Entry = "new" });
        (other.Commit, other.RefName, other.Masked).ShouldBe((commit, "refs/heads/feature/x", true));
        other.Screen!.Lines.ShouldContain(static line => line.Text == "New entry");
        other.Screen.Lines.ShouldNotContain(static line => line.Text == "Rescue system");
        other.Screen.Script.ShouldContain($"/ref/{commit}/boot.ipxe?");
        other.Choice!.Problem.ShouldBeNull();
        var broken = await ShowAsync(server, Uefi with { Ref = "broken" });
        broken.Screen.ShouldBeNull();
        broken.Problems.ShouldContain(static problem => problem.File == "nodes/r1n2.yaml" && problem.Line == 1 && problem.Message.Contains("mak", StringComparison.Ordinal));
        (await ShowAsync(server, Uefi with { Ref = "none" })).Problems.ShouldHaveSingleItem().Message.ShouldContain("there is no branch, tag or commit none");
        (await ShowAsync(server, Uefi)).Screen!.Lines.ShouldContain(static line => line.Text == "Rescue system");
    }

    [Fact]
    public async Task A_refs_own_answer_templates_are_used_by_its_boots()
    {
        using var git = await GitSite.GoodAsync();
        var commit = await git.PushAsync("feature/x",
            ("nodes/x.yaml", "mac: 52:54:00:20:00:02\nboots: menu\nsecrets: on-boot\nanswers: { ks.cfg: { format: kickstart } }\n"),
            ("answers/ks.cfg", "# by the branch, for {{ node.name }}\nrootpw --lock\nautopart\n"));
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        var preview = await ShowAsync(server, Uefi with { Machine = "52:54:00:20:00:02", Ref = "feature/x", Entry = "rocky-10" });
        preview.Choice!.Answers.Single().Text!.ShouldStartWith("# by the branch, for x\n");
        var script = await server.From("127.0.0.2").GetStringAsync(new Uri($"/ref/{commit}/boot.ipxe?mac={Named}&arch=x86_64&platform=efi&stage=2&entry=rocky-10", UriKind.Relative), Token);
        var url = script.Split(' ').Single(static word => word.StartsWith("inst.ks=", StringComparison.Ordinal))[8..];
        (await server.From("127.0.0.2").GetStringAsync(new Uri(url), Token)).ShouldStartWith("# by the branch, for x\n");
    }

    private static Task<MenuPreview> ShowAsync(NodesServer server, PreviewQuestion question) => server.Get<IMenuPreviews>().ShowAsync(question, Token);

    private static async Task<ChoicePreview> ChoiceAsync(NodesServer server, string entry) => (await ShowAsync(server, Uefi with { Machine = "r1n2", Entry = entry })).Choice!;

    /// <summary>What a script shows on its lists, settings left out.</summary>
    private static List<string> Items(string script)
        => [.. script.Split('\n').Where(static line => line.StartsWith("item ", StringComparison.Ordinal)).Select(static line => System.Text.RegularExpressions.Regex.Replace(line, @"^item (--gap --|--key \S+ )?(?<label>(item|section|search|address|arguments|serial)\S* )?|\$\{[^}]*\}", "").Trim())];
}
