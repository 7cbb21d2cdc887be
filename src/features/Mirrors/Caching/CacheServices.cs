using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Racklight.App;

namespace Racklight.Mirrors.Caching;

/// <summary>The services of the cache.</summary>
internal static class CacheServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<ICacheRules, NoCacheRules>();
        services.AddSingleton(static provider =>
        {
            var rules = provider.GetRequiredService<ICacheRules>();
            return new CacheStore(Path.Combine(provider.GetRequiredService<ServerSettings>().State, "cache"), () => rules.Current.Size, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<CacheService>();
        services.AddHttpClient(CacheService.Client, static client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("racklight");
        }).ConfigurePrimaryHttpMessageHandler(static provider => Handler(provider.GetRequiredService<ICacheRules>(), Dns.GetHostAddressesAsync)).RemoveAllLoggers();
    }

    /// <summary>No proxy: behind one the addresses could not be looked at.</summary>
    internal static SocketsHttpHandler Handler(ICacheRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxConnectionsPerServer = 32,
        MaxResponseHeadersLength = 32,
        ConnectCallback = new GuardedConnector(rules, resolve).ConnectAsync,
    };
}
