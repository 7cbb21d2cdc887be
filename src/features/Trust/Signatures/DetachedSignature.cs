using System.Formats.Asn1;
using System.Security.Cryptography;
using Racklight.Trust.Keys;

namespace Racklight.Trust.Signatures;

/// <summary>
/// A detached CMS signature (RFC 5652 §5) without signed attributes: over the content's digest itself, so that a file of any size is signed
/// by its SHA-256 alone. The same as <c>openssl cms -sign -binary -noattr -outform DER</c> makes, and what iPXE's <c>imgverify</c> reads.
/// </summary>
internal static class DetachedSignature
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Signs content by its digest; DER.</summary>
    public static byte[] Of(Digest content, TrustKeys keys)
    {
        var signature = keys.SignerKey.SignHash(Convert.FromHexString(content.Hex), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (Explicit(writer, 0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf()) Algorithm(writer, Sha256, parameters: false);
                using (writer.PushSequence()) writer.WriteObjectIdentifier(Data);
                WriteCertificates(writer, keys);
                using (writer.PushSetOf()) WriteSigner(writer, keys, signature);
            }
        }
        return writer.Encode();
    }

    // Implicitly tagged set of the chain: a client that trusts the authority needs no other file.
    private static void WriteCertificates(AsnWriter writer, TrustKeys keys)
    {
        using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
        {
            writer.WriteEncodedValue(keys.Signer.RawData);
            writer.WriteEncodedValue(keys.Ca.RawData);
        }
    }

    private static void WriteSigner(AsnWriter writer, TrustKeys keys, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(keys.Signer.IssuerName.RawData);
                writer.WriteInteger(keys.Signer.SerialNumberBytes.Span);
            }
            Algorithm(writer, Sha256, parameters: false);
            Algorithm(writer, RsaEncryption, parameters: true);
            writer.WriteOctetString(signature);
        }
    }

    private static void Algorithm(AsnWriter writer, string identifier, bool parameters)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (parameters) writer.WriteNull();
        }
    }

    private static AsnWriter.Scope Explicit(AsnWriter writer, int number) => writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true));
}
