using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Racklight.App.Hosting;

/// <summary>Which of the server's two doors a request came in by (DESIGN §6).</summary>
public enum ListenerKind
{
    /// <summary>Machines: plain HTTP, no login.</summary>
    Machine,

    /// <summary>The administrative API and the dashboard.</summary>
    Admin,
}

/// <summary>Tells the two listeners apart by a mark on the connection itself: ports may be equal in two network namespaces.</summary>
public static class Listener
{
    internal static readonly object Key = new();

    /// <summary>The listener that this request came in by.</summary>
    public static ListenerKind Of(HttpContext context)
        => context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var kind) == true && kind is ListenerKind known
            ? known
            : throw new InvalidOperationException("The connection has no listener mark.");
}
