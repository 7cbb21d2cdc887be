using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.Mirrors.Caching;
using Racklight.Sites;

namespace Racklight.Serve;

/// <summary>Tells the cache for installers what the site allows: the two rooms do not know each other.</summary>
internal sealed class SiteCacheRules : IFeature
{
    public void AddServices(IServiceCollection services)
        => services.AddSingleton<ICacheRules>(static provider => new Rules(provider.GetRequiredService<ISites>(), provider.GetRequiredService<ServerSettings>()));

    private sealed class Rules(ISites sites, ServerSettings settings) : ICacheRules
    {
        public CacheRules Current
        {
            get
            {
                var cache = sites.Current.File.Cache;
                return new CacheRules(cache.Hosts, settings.CacheSize ?? (ByteSize.TryParse(cache.Size, out var size) ? size : 0));
            }
        }
    }
}
