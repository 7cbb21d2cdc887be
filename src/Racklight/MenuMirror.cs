using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.Menus.Preview;
using Racklight.Mirrors;

namespace Racklight;

/// <summary>Tells the menu's pages what is mirrored: the two rooms do not know each other.</summary>
internal sealed class MenuMirror : IFeature
{
    public void AddServices(IServiceCollection services)
        => services.AddSingleton<IMirroredFiles>(static provider => new Files(provider.GetRequiredService<IMirror>()));

    private sealed class Files(IMirror mirror) : IMirroredFiles
    {
        public bool Has(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && mirror.Locate(address) is not null;
    }
}
