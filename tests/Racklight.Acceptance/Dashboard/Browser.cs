using Microsoft.Playwright;

namespace Racklight.Acceptance.Dashboard;

/// <summary>Debian's Chromium, driven by Playwright. One browser for all tests of the class, a fresh context for each page.</summary>
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

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
