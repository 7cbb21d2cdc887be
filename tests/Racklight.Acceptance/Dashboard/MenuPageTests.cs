using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Racklight.Acceptance.Dashboard;

/// <summary>The menu as a machine would show it, the catalog and the mirror, in a real browser, from a real server process with a real repository.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MenuPageTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_menu_is_walked_by_the_machines_own_keys()
    {
        await using var server = await MenuServer.StartAsync(Token);
        var page = await OpenAsync(server, "/menu");
        var mistakes = Browser.Mistakes(page);
        await Expect(page.Locator(".console h2")).ToHaveTextAsync("Homelab: what shall this machine boot?");
        await Expect(page.Locator(".console li[aria-selected=true]")).ToContainTextAsync("own disk");
        await Expect(page.Locator(".console")).ToContainTextAsync("after 30 s");
        // Down to the first closed section, in, and back by Escape.
        await page.Locator(".console li", new() { HasText = "Live systems >" }).WaitForAsync();
        while (!(await page.Locator(".console li[aria-selected=true]").InnerTextAsync()).Contains("Live systems", StringComparison.Ordinal)) await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".console h2")).ToHaveTextAsync("Live systems");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".console h2")).ToHaveTextAsync("Homelab: what shall this machine boot?");
        // The key that searches at the machine searches here.
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("memtest");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".console")).ToContainTextAsync("Found for memtest");
        // The first that was found is marked, as at the machine.
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#choice-title")).ToContainTextAsync("Memtest86+");
        await page.Keyboard.PressAsync("=");
        await Expect(page.Locator("[name=args]")).ToBeFocusedAsync();
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_screen_has_the_lines_that_the_machine_gets()
    {
        await using var server = await MenuServer.StartAsync(Token);
        using var machine = new HttpClient { BaseAddress = server.Machines };
        machine.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "iPXE/1.21.1+git20250501.dad20602+dfsg-1");
        var script = await machine.GetStringAsync(new Uri("/boot.ipxe?mac=52-54-00-20-00-01&arch=x86_64&platform=efi&stage=2", UriKind.Relative), Token);
        var served = script[..script.IndexOf("choose ", StringComparison.Ordinal)].Split('\n').Where(static line => line.StartsWith("item ", StringComparison.Ordinal))
            .Select(static line => Regex.Replace(line, @"^item (--gap --|--key \S+ )?((item|section|search|address|arguments|serial)\S* )?|\$\{[^}]*\}", "").Trim()).Where(static line => line.Length > 0);
        var page = await OpenAsync(server, "/menu?node=r1n1&firmware=uefi&arch=x64");
        var shown = await page.Locator(".console li").EvaluateAllAsync<string[]>("all => all.map(li => (li.querySelector('a, span') ?? li).textContent.trim()).filter(text => text)");
        shown.ShouldBe(served);
    }

    [Fact]
    public async Task A_choice_shows_script_kernel_command_line_and_answer_files()
    {
        await using var server = await MenuServer.StartAsync(Token);
        var page = await OpenAsync(server, "/menu?node=r1n1&firmware=uefi");
        await page.ClickAsync("text=Linux installers >");
        await page.ClickAsync("text=Rocky Linux 9");
        await Expect(page.Locator("#kernel")).ToContainTextAsync("/images/pxeboot/vmlinuz");
        await Expect(page.Locator("#command-line")).ToContainTextAsync("inst.ks=http://127.0.0.1:");
        await page.ClickAsync("summary:has-text('ks.cfg')");
        await Expect(page.Locator("#choice")).ToContainTextAsync("# r1n1");
        await Expect(page.Locator("#script")).ToContainTextAsync("kernel --name vmlinuz");
        // What somebody types at the machine is put behind.
        await page.Keyboard.PressAsync(".");
        await page.Keyboard.TypeAsync("10.20.0.50");
        await page.FillAsync("[name=args]", "inst.text");
        await page.ClickAsync("text=Type it");
        await Expect(page.Locator("#command-line")).ToContainTextAsync("ip=10.20.0.50::");
        await Expect(page.Locator("#command-line")).ToContainTextAsync("inst.text");
    }

    [Fact]
    public async Task Machine_firmware_and_memory_change_what_is_on_the_list()
    {
        await using var server = await MenuServer.StartAsync(Token);
        var page = await OpenAsync(server, "/menu");
        await page.SelectOptionAsync("[name=firmware]", "uefi");
        await page.ClickAsync("text=BSD >");
        await Expect(page.Locator(".left-out")).ToContainTextAsync("FreeBSD");
        await Expect(page.Locator(".left-out")).ToContainTextAsync("does not boot by UEFI");
        await page.SelectOptionAsync("[name=firmware]", "bios");
        await Expect(page.Locator(".chips")).ToContainTextAsync("BIOS");
        await page.ClickAsync("text=BSD >");
        await Expect(page.Locator(".console")).ToContainTextAsync("FreeBSD");
        await page.FillAsync("[name=node]", "r1n2");
        await page.FillAsync("[name=memory]", "1024");
        await page.ClickAsync("button:has-text('Show')");
        await Expect(page.Locator(".console h2")).ToHaveTextAsync("Rack 1 node 2");
        await Expect(page.Locator(".console.serial")).ToBeVisibleAsync();
        await Expect(page.Locator(".chips")).ToContainTextAsync("boots local when it is switched on");
        await Expect(page.Locator(".console li", new() { HasText = "Rescue kernel" })).ToContainTextAsync("1024 MiB of memory, and this needs 2048 MiB");
    }

    [Fact]
    public async Task Another_ref_is_shown_a_broken_one_tells_its_problems_and_a_push_is_live()
    {
        await using var server = await MenuServer.StartAsync(Token);
        var page = await OpenAsync(server, "/menu");
        await page.FillAsync("[name=ref]", "feature/bigger-menu");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".console")).ToContainTextAsync("Something new in this branch");
        await Expect(page.Locator(".chips")).ToContainTextAsync("secrets masked");
        await page.FillAsync("[name=ref]", "broken");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".problems")).ToContainTextAsync("nodes/r1n1.yaml:2:1");
        await Expect(page.Locator(".problems")).ToContainTextAsync("did you mean");
        await Expect(page.Locator(".console")).ToHaveCountAsync(0);
        await server.PushAsync("broken", ("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\nboots: menu\n"), ("menu/rescue.yaml", "title: Mended\nboots: http://10.20.0.1/x.ipxe\n"));
        await page.ReloadAsync();
        await Expect(page.Locator(".console")).ToContainTextAsync("Mended");
        await page.FillAsync("[name=ref]", "no/such");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".problems")).ToContainTextAsync("there is no branch, tag or commit no/such");
    }

    [Fact]
    public async Task The_catalog_is_searched_as_one_types_and_by_keys()
    {
        await using var server = await MenuServer.StartAsync(Token);
        var page = await OpenAsync(server, "/catalog");
        var mistakes = Browser.Mistakes(page);
        var rows = page.Locator("tr[data-row]:visible");
        (await rows.CountAsync()).ShouldBeGreaterThan(70);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("debian installer linux");
        await Expect(page.Locator("tr[data-row]:visible", new() { HasText = "Fedora" })).ToHaveCountAsync(0);
        await Expect(page.Locator("tr[data-row]:visible", new() { HasText = "debian-13" })).ToContainTextAsync("changed");
        await page.FillAsync("[name=q]", "hidden");
        await Expect(rows).ToHaveCountAsync(1);
        await page.FillAsync("[name=q]", "");
        await page.ClickAsync(".chip:has-text('Tools')");
        await Expect(page.Locator("tr[data-row]:visible", new() { HasText = "Debian 13" })).ToHaveCountAsync(0);
        await page.Locator("[name=q]").FocusAsync();
        await page.Keyboard.TypeAsync("memtest");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tr[aria-selected=true] a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync("Memtest86+");
        await Expect(page.Locator("main")).ToContainTextAsync("no: racklight menu mirror memtest86plus");
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_script_menu_and_catalog_work_by_links_and_forms()
    {
        await using var server = await MenuServer.StartAsync(Token);
        var page = await browser.OpenAsync(server.Dashboard, "/catalog?q=shredos", script: false);
        await Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(1);
        await page.ClickAsync("td >> text=ShredOS");
        await page.ClickAsync("text=as a machine gets it >> nth=0");
        await Expect(page.Locator("#choice-title")).ToContainTextAsync("ShredOS");
        await page.FillAsync("[name=find]", "alpine");
        await page.ClickAsync("button:has-text('Search')");
        await Expect(page.Locator(".console")).ToContainTextAsync("Found for alpine");
    }

    [Fact]
    public async Task A_running_mirror_draws_its_bars_and_the_list_grows_without_a_reload()
    {
        await using var server = await MenuServer.StartAsync(Token);
        await using var files = await SlowFiles.StartAsync();
        var page = await OpenAsync(server, "/mirror");
        var mistakes = Browser.Mistakes(page);
        await Expect(page.Locator("#progress")).ToContainTextAsync("No run yet");
        await Expect(page.Locator("main")).ToContainTextAsync("0 B of 21.5 GB");
        await page.EvaluateAsync("window.sameDocument = true");
        await using var run = server.Mirror($"files:\n  - {{ entry: tool, role: kernel, url: '{files.Url}/vmlinuz' }}\n  - {{ entry: tool, role: initrd, url: '{files.Url}/initrd' }}\n  - {{ entry: gone, role: iso, url: '{files.Url}/missing' }}\n");
        var bar = page.Locator("[data-file='tool/kernel'] [role=progressbar]");
        await Expect(bar).ToHaveAttributeAsync("aria-valuenow", "25");
        await Expect(page.Locator("[data-file='tool/initrd']")).ToContainTextAsync("of 4 MB");
        files.Finish();
        await Expect(page.Locator("#progress")).ToContainTextAsync("3 files: 2 fetched, 0 were here, 1 failed");
        await Expect(page.Locator("#progress")).ToContainTextAsync("/missing");
        await Expect(page.Locator("tr[data-row]")).ToHaveCountAsync(2);
        await Expect(page.Locator("#mirrored")).ToContainTextAsync("2 not verified");
        await Expect(page.Locator("#mirrored")).ToContainTextAsync("the catalog knows neither a digest nor a checksum file nor a signature");
        (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
        (await run.WaitForExitAsync(Token)).ShouldBe(3);
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await using var server = await MenuServer.StartAsync(Token);
        await browser.FitsAPhoneAsync(server.Dashboard, Pages.Select(static page => page.Path));
    }

    private static readonly (string Name, string Path)[] Pages =
    [
        ("menu", "/menu?node=r1n1&firmware=uefi&section=s2&entry=rocky-9"),
        ("menu-serial", "/menu?node=r1n2&firmware=bios&memory=1024&entry=rescue"),
        ("menu-broken", "/menu?ref=broken"),
        ("catalog", "/catalog?q=linux+x64"),
        ("entry", "/catalog/debian-13"),
        ("mirror", "/mirror"),
    ];

    /// <summary>Takes the pictures of the documentation into the directory that RACKLIGHT_SCREENSHOTS names.</summary>
    [Fact]
    public async Task Pictures_for_the_documentation()
    {
        if (Environment.GetEnvironmentVariable("RACKLIGHT_SCREENSHOTS") is not { } directory) return;
        await using var server = await MenuServer.StartAsync(Token);
        await using var files = await SlowFiles.StartAsync();
        await using var earlier = server.Mirror($"files:\n  - {{ entry: memtest86plus, role: kernel, url: '{files.Url}/mt86p', sha256: {Digest.Of(new byte[SlowFiles.Size]).Hex} }}\n  - {{ entry: firmware, role: iso, url: '{files.Url}/updates.iso' }}\n");
        files.Finish();
        await earlier.WaitForExitAsync(Token);
        await using var slow = await SlowFiles.StartAsync();
        await using var run = server.Mirror($"files:\n  - {{ entry: debian-13, role: kernel, url: '{slow.Url}/debian/linux' }}\n  - {{ entry: debian-13, role: initrd, url: '{slow.Url}/debian/initrd.gz' }}\n");
        var waiting = await OpenAsync(server, "/mirror");
        await Expect(waiting.Locator("[data-file='debian-13/kernel'] [role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "25");
        await browser.PicturesAsync(server.Dashboard, directory, static page => page.Url.EndsWith("/mirror", StringComparison.Ordinal) ? Expect(page.Locator("#feed")).ToHaveTextAsync("live") : Task.CompletedTask, Pages);
        slow.Finish();
        await run.WaitForExitAsync(Token);
    }

    private Task<IPage> OpenAsync(MenuServer server, string path) => browser.OpenAsync(server.Dashboard, path);

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
