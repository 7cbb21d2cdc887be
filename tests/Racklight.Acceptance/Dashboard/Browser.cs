using System.Globalization;
using Microsoft.Playwright;

namespace Racklight.Acceptance.Dashboard;

/// <summary>The tests of pages: one after the other, on one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}

/// <summary>Debian's Chromium, driven by Playwright. One browser for all tests, a fresh context for each page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        // A busy machine is slow, not broken.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            Timeout = 120_000,
        });
    }

    /// <summary>A page in a context of its own; skips the test where there is no Chromium, fails in CI.</summary>
    public async Task<IPage> PageAsync(int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        if (_browser is null)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException("chromium is not installed");
            Assert.Skip("chromium is not installed (apt-get install chromium)");
        }
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, JavaScriptEnabled = script, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <summary>Opens a page of a server.</summary>
    public async Task<IPage> OpenAsync(Uri server, string path, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        var page = await PageAsync(width, scheme: scheme, script: script);
        await page.GotoAsync(new Uri(server, path).ToString());
        return page;
    }

    /// <summary>What a page complains about from now on: faults of its script, and what its policy forbids.</summary>
    public static IReadOnlyList<string> Mistakes(IPage page)
    {
        var mistakes = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") mistakes.Add(message.Text);
        };
        page.PageError += (_, error) => mistakes.Add(error);
        return mistakes;
    }

    /// <summary>Makes sure that nothing of some pages is wider than a phone.</summary>
    public async Task FitsAPhoneAsync(Uri server, params IEnumerable<string> paths)
    {
        var page = await PageAsync(width: 400);
        foreach (var path in paths)
        {
            await page.GotoAsync(new Uri(server, path).ToString());
            var wide = await page.EvaluateAsync<string>("[...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > 401).slice(0, 6).map(e => e.tagName + '.' + e.className).join(' ')");
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(400, $"{path}: {wide}");
        }
    }

    /// <summary>Takes pictures for the documentation: light, dark and narrow.</summary>
    /// <param name="server">The server.</param>
    /// <param name="directory">Where the pictures go.</param>
    /// <param name="settle">Waits until a page is what it will be.</param>
    /// <param name="pages">Names of pictures, and the pages.</param>
    public async Task PicturesAsync(Uri server, string directory, Func<IPage, Task>? settle, params IEnumerable<(string Name, string Path)> pages)
    {
        foreach (var (name, path) in pages)
        {
            foreach (var (suffix, width, scheme) in new[] { ("light", 1280, ColorScheme.Light), ("dark", 1280, ColorScheme.Dark), ("narrow", 400, ColorScheme.Light) })
            {
                var page = await PageAsync(width, 800, scheme);
                await page.GotoAsync(new Uri(server, path).ToString());
                if (settle is not null) await settle(page);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"dashboard-{name}-{suffix}.png")), FullPage = true });
                await page.Context.CloseAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
