using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Racklight.Secrets.Generating;

/// <summary>An ssh key as kolla-ansible keeps it: RSA with 4096 bits and the exponent 65537, without a passphrase.</summary>
/// <param name="PrivateKey">PKCS #8 in PEM, ending in a line end.</param>
/// <param name="PublicKey">One line in OpenSSH's form, without a comment.</param>
internal sealed record RsaPair(string PrivateKey, string PublicKey)
{
    private const int Bits = 4096;

    /// <summary>Makes a pair: about two seconds of one processor, more or less by chance.</summary>
    public static RsaPair Create()
    {
        using var rsa = RSA.Create(Bits);
        return new RsaPair(rsa.ExportPkcs8PrivateKeyPem() + "\n", OpenSsh(rsa.ExportParameters(includePrivateParameters: false)));
    }

    /// <summary>RFC 4253 §6.6: the string "ssh-rsa", then mpint e and mpint n (RFC 4251 §5).</summary>
    private static string OpenSsh(RSAParameters key)
    {
        var blob = new List<byte>(600);
        Field(blob, Encoding.ASCII.GetBytes("ssh-rsa"));
        Field(blob, Positive(key.Exponent!));
        Field(blob, Positive(key.Modulus!));
        return "ssh-rsa " + Convert.ToBase64String(blob.ToArray());
    }

    /// <summary>A number whose highest bit is set gets a zero byte before it, or it would read as negative.</summary>
    private static byte[] Positive(byte[] number) => (number[0] & 0x80) != 0 ? [0, .. number] : number;

    private static void Field(List<byte> blob, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        blob.AddRange(length);
        blob.AddRange(bytes);
    }
}
