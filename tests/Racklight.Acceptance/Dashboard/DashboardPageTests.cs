using Microsoft.Playwright;

namespace Racklight.Acceptance.Dashboard;

/// <summary>What tests of the dashboard's pages have in common: the browser, and a server of their own for each test.</summary>
[Collection(BrowserCollection.Name)]
public abstract class DashboardPageTests(Browser browser) : IAsyncLifetime
{
    private DashboardServer? _server;

    private protected Browser Browser { get; } = browser;

    private protected DashboardServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await DashboardServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<IPage> OpenAsync(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true) => Browser.OpenAsync(Server.Uri, path, width, scheme, script);
}
