using System.Text;

namespace Racklight.Tests.Vault;

/// <summary>Damages a vault's text: bytes changed, cut out, put in, lines swapped or doubled, an end missing.</summary>
internal static class VaultDamage
{
    private static readonly byte[] Likely = Encoding.ASCII.GetBytes("0123456789abcdefABCDEF \t\r\n;$gz<=>\xFF".Replace("\xFF", "~", StringComparison.Ordinal));

    public static byte[] Of(byte[] text, Random random)
    {
        var bytes = new List<byte>(text);
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 2; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0: bytes[at] = Likely[random.Next(Likely.Length)]; break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(7)); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, Likely[random.Next(Likely.Length)]); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: bytes.RemoveRange(at, Math.Min(81, bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(81, bytes.Count - at))); break;
            }
        }
        return [.. bytes];
    }
}
