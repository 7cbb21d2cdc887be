using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Racklight.App;
using Racklight.App.Hosting;
using Racklight.Trust.Signatures;

namespace Racklight.Trust.Keys;

/// <summary>The running server's keys: read once at the start; a site without any has no signatures and no HTTPS.</summary>
internal sealed class SiteKeys : ISiteTrust, IServerCertificates, IDisposable
{
    private const int MaximumAddresses = 64;
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(30);

    private readonly TrustFiles _files;
    private readonly TimeProvider _clock;
    private readonly TrustKeys? _keys;
    private readonly ConcurrentDictionary<IPAddress, (X509Certificate2 Certificate, DateTimeOffset Until)> _certificates = new();
    private readonly Lazy<(X509Certificate2 Issuer, RSA Key)> _issuer;

    /// <summary>Reads them.</summary>
    /// <exception cref="ProblemException">There are keys, but they cannot be used.</exception>
    public SiteKeys(ServerSettings settings, TimeProvider clock)
    {
        _files = new TrustFiles(settings.State);
        _clock = clock;
        _keys = _files.Exist ? TrustKeys.Read(_files) : null;
        Signatures = _keys is null ? null : new SignatureCache(_keys);
        // One key for all addresses: making one takes a good part of a second.
        _issuer = new(() => (TrustKeys.ReadIssuer(_files), RSA.Create(Authority.KeySize)));
    }

    /// <summary>The signatures; null when the site has no keys.</summary>
    public SignatureCache? Signatures { get; }

    /// <inheritdoc/>
    public bool Signs => _keys is not null;

    /// <inheritdoc/>
    public bool IsReady => _keys is not null;

    /// <inheritdoc/>
    public X509Certificate2 For(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var now = _clock.GetUtcNow();
        if (_certificates.TryGetValue(address, out var known) && now < known.Until) return known.Certificate;
        if (_certificates.Count >= MaximumAddresses) _certificates.Clear();
        var (issuer, key) = _issuer.Value;
        X509Certificate2 made;
        lock (_issuer) made = Authority.MakeServer(address, key, issuer, now);
        _certificates[address] = (made, now + Renewal);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys?.Dispose();
        if (!_issuer.IsValueCreated) return;
        _issuer.Value.Issuer.Dispose();
        _issuer.Value.Key.Dispose();
    }
}
