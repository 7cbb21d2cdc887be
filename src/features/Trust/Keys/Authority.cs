using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Racklight.Trust.Keys;

/// <summary>
/// Makes certificates. RSA with SHA-256 throughout: what iPXE has understood since it first checked signatures.
/// </summary>
internal static class Authority
{
    /// <summary>Bits of every key.</summary>
    public const int KeySize = 3072;

    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    // Machines in mid-boot have bad clocks; a certificate of a minute ago must be valid there.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    /// <summary>The authority itself: twenty years, so that loaders with it built in need no renewal during a machine's life.</summary>
    public static X509Certificate2 MakeCa(string site, RSA key, DateTimeOffset now)
    {
        var request = Request($"CN={site} boot CA,O=Racklight site", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - Slack, now.AddYears(20));
    }

    /// <summary>The certificate that signs scripts and boot files: ten years.</summary>
    public static X509Certificate2 MakeSigner(string site, RSA key, X509Certificate2 ca, DateTimeOffset now)
    {
        var request = Request($"CN={site} boot code signing,O=Racklight site", key);
        AddLeafExtensions(request, ca, CodeSigning, X509KeyUsageFlags.DigitalSignature);
        return request.Create(ca, now - Slack, Earlier(now.AddYears(10), ca), Serial());
    }

    /// <summary>A certificate for the server at one address, with its key; never written to disk.</summary>
    public static X509Certificate2 MakeServer(IPAddress address, RSA key, X509Certificate2 ca, DateTimeOffset now)
    {
        var request = Request($"CN={address}", key);
        AddLeafExtensions(request, ca, ServerAuthentication, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(ca, now - Slack, Earlier(now.AddDays(397), ca), Serial());
        return bare.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string subject, RSA key) => new(Name(subject), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static void AddLeafExtensions(CertificateRequest request, X509Certificate2 ca, string purpose, X509KeyUsageFlags usage)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new(purpose) }, critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, includeKeyIdentifier: true, includeIssuerAndSerial: false));
    }

    private static X500DistinguishedName Name(string subject)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var part in subject.Split(','))
        {
            if (part.StartsWith("CN=", StringComparison.Ordinal)) name.AddCommonName(part[3..]);
            else name.AddOrganizationName(part[2..]);
        }
        return name.Build();
    }

    private static DateTimeOffset Earlier(DateTimeOffset wanted, X509Certificate2 ca)
    {
        var last = new DateTimeOffset(ca.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        return wanted < last ? wanted : last;
    }

    // Positive and never all zero (RFC 5280 §4.1.2.2).
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7f | 0x40);
        return serial;
    }

    /// <summary>A certificate as text.</summary>
    public static byte[] Pem(X509Certificate2 certificate) => Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");

    /// <summary>A key as text.</summary>
    public static byte[] Pem(RSA key) => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");
}
