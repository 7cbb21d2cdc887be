using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Racklight.App.Hosting;

/// <summary>Certificates for the machine-facing HTTPS listener, from the site's own authority.</summary>
public interface IServerCertificates
{
    /// <summary>True when the site has an authority.</summary>
    bool IsReady { get; }

    /// <summary>The certificate for a connection that came in at this address; it names the address, since machines in mid-boot may have no DNS.</summary>
    X509Certificate2 For(IPAddress address);
}
