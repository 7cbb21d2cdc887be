using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Racklight.Trust.Keys;

/// <summary>The site's keys, read from disk.</summary>
internal sealed class TrustKeys : IDisposable
{
    private TrustKeys(X509Certificate2 ca, X509Certificate2 signer, RSA signerKey) => (Ca, Signer, SignerKey) = (ca, signer, signerKey);

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Ca { get; }

    /// <summary>The code-signing certificate.</summary>
    public X509Certificate2 Signer { get; }

    /// <summary>Its key.</summary>
    public RSA SignerKey { get; }

    /// <summary>Makes the keys of a site that has none.</summary>
    /// <exception cref="ProblemException">There are keys already, or they cannot be written.</exception>
    public static TrustKeys Make(TrustFiles files, string site, DateTimeOffset now)
    {
        if (File.Exists(files.Ca) || File.Exists(files.CaKey))
        {
            throw new ProblemException($"the site has keys already, in {files.Directory}", "racklight trust show prints them; every loader that has the CA built in would have to be built anew for another one", ExitCodes.NotSo);
        }
        try
        {
            System.IO.Directory.CreateDirectory(files.Directory, TrustFiles.Private | UnixFileMode.UserExecute);
            File.SetUnixFileMode(files.Directory, TrustFiles.Private | UnixFileMode.UserExecute);
            using var caKey = RSA.Create(Authority.KeySize);
            using var signerKey = RSA.Create(Authority.KeySize);
            using var ca = Authority.MakeCa(site, caKey, now);
            using var signer = Authority.MakeSigner(site, signerKey, ca, now);
            // The authority's certificate last: it is what tells that there are keys.
            Write(files.CaKey, Authority.Pem(caKey), TrustFiles.Private);
            Write(files.SignerKey, Authority.Pem(signerKey), TrustFiles.Private);
            Write(files.Signer, Authority.Pem(signer), TrustFiles.Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Write(files.Ca, Authority.Pem(ca), TrustFiles.Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot write the site's keys to {files.Directory}: {e.Message}", "run as the user that the server runs as", ExitCodes.Outside, e);
        }
        return Read(files);
    }

    /// <summary>Reads the keys.</summary>
    /// <exception cref="ProblemException">There are none, they are open to others, or do not belong together.</exception>
    public static TrustKeys Read(TrustFiles files)
    {
        if (!files.Exist) throw new ProblemException($"the site has no keys in {files.Directory}", "racklight trust init", ExitCodes.NotSo);
        foreach (var key in (string[])[files.SignerKey, files.CaKey])
        {
            if (File.Exists(key) && (File.GetUnixFileMode(key) & ~TrustFiles.Private) != 0)
            {
                throw new ProblemException($"{key} is open to others than its owner: whoever read it can sign for this site", $"chmod 600 {key}, and think about who could read it until now", ExitCodes.Outside);
            }
        }
        RSA? signerKey = null;
        X509Certificate2? ca = null, signer = null;
        try
        {
            ca = X509CertificateLoader.LoadCertificateFromFile(files.Ca);
            signer = X509CertificateLoader.LoadCertificateFromFile(files.Signer);
            signerKey = RSA.Create();
            signerKey.ImportFromPem(File.ReadAllText(files.SignerKey));
            using var expected = signer.GetRSAPublicKey();
            if (expected is null || !expected.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(signerKey.ExportSubjectPublicKeyInfo())) throw new CryptographicException("the key does not belong to the certificate");
            return new TrustKeys(ca, signer, signerKey);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            signerKey?.Dispose();
            ca?.Dispose();
            signer?.Dispose();
            throw new ProblemException($"the site's keys in {files.Directory} cannot be used: {e.Message}", "put back the backup of that directory", ExitCodes.Outside, e);
        }
    }

    /// <summary>The authority with its key, to issue certificates. Needs <c>ca.key</c>, which may be kept elsewhere.</summary>
    /// <exception cref="ProblemException">The key is not there, or not the authority's.</exception>
    public static X509Certificate2 ReadIssuer(TrustFiles files)
    {
        if (!File.Exists(files.CaKey)) throw new ProblemException($"{files.CaKey} is not there: certificates for HTTPS need it", "put it back, or serve without --https-port", ExitCodes.Outside);
        try
        {
            using var bare = X509CertificateLoader.LoadCertificateFromFile(files.Ca);
            using var key = RSA.Create();
            key.ImportFromPem(File.ReadAllText(files.CaKey));
            return bare.CopyWithPrivateKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"the authority's key {files.CaKey} cannot be used: {e.Message}", "put back the backup of that directory", ExitCodes.Outside, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ca.Dispose();
        Signer.Dispose();
        SignerKey.Dispose();
    }

    private static void Write(string path, byte[] bytes, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
