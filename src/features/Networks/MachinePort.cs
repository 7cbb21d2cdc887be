using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;

namespace Racklight.Networks;

/// <summary>The port of machine-facing HTTP: with <c>--http-port 0</c> it is known only once the listeners run.</summary>
internal sealed class MachinePort(ServerSettings settings, IServiceProvider services)
{
    /// <summary>The port; 0 while the listeners do not run yet.</summary>
    public int Value
    {
        get
        {
            if (settings.HttpPort != 0) return settings.HttpPort;
            // The machine-facing listener is the first one that the host adds.
            var first = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            return first is not null && Uri.TryCreate(first, UriKind.Absolute, out var uri) ? uri.Port : 0;
        }
    }
}
