namespace Racklight.App.Security.OpenId;

/// <summary>The provider, where one is configured.</summary>
internal sealed class OpenIdLogin(ServerSettings settings, TimeProvider clock) : IDisposable
{
    /// <summary>Null: local users only.</summary>
    public OpenIdProvider? Provider { get; } = settings.OpenId is { } openId ? new OpenIdProvider(openId, clock) : null;

    /// <inheritdoc/>
    public void Dispose() => Provider?.Dispose();
}
