using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>Where machines reach the server by HTTP.</summary>
/// <param name="Address">An IPv4 or IPv6 address: machines may have no DNS yet.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record BootServer(IPAddress Address, int Port)
{
    /// <summary>That port speaks HTTPS.</summary>
    public bool Secure { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme => Secure ? "https" : "http";

    /// <summary>The start of its addresses: <c>http://10.20.0.1:8080</c>.</summary>
    public string Root => $"{Scheme}://{Authority}";

    /// <summary><c>10.20.0.1:8080</c>, <c>[2001:db8::1]:8080</c>.</summary>
    public string Authority => Address.AddressFamily == AddressFamily.InterNetworkV6
        ? string.Create(CultureInfo.InvariantCulture, $"[{new IPAddress(Address.GetAddressBytes())}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");

    /// <summary>
    /// The question "what do I boot?". Only words without any character that a URL could encode: the oldest iPXE decodes and encodes a
    /// query anew and loses the difference between <c>%26</c> and <c>&amp;</c>. So MACs have hyphens, and free text is hexadecimal. What only tells
    /// an operator which machine this is (maker, model, cards) comes last.
    /// </summary>
    internal static IpxeText Question(IpxeText authority, string scheme = "http")
        => $"{scheme}://{authority}/boot.ipxe?mac={Setting.Mac.As(SettingFormat.HexHyphens)}&uuid={Setting.Uuid}&serial={Setting.Serial.As(SettingFormat.HexRaw)}&arch={Setting.Variable("rl-arch")}&platform={Setting.Platform}&memory={Memory}&stage=2&maker={Setting.Manufacturer.As(SettingFormat.HexRaw)}&product={Setting.Product.As(SettingFormat.HexRaw)}&card={Setting.BusId.As(SettingFormat.HexRaw)}&cards={Card(0)}.{Card(1)}.{Card(2)}.{Card(3)}";

    /// <summary>How much memory the machine has, for the server to read: no iPXE can compare numbers.</summary>
    internal static IpxeText Memory => $"{Setting.MemoryRange(0)}{Setting.MemoryRange(1)}{Setting.MemoryRange(2)}{Setting.MemoryRange(3)}";

    private static Setting Card(int number) => Setting.CardMac(number).As(SettingFormat.HexHyphens);

    /// <summary>BIOS builds of iPXE are 32-bit programs on any processor: the processor itself tells.</summary>
    internal static IpxeScript FindArchitecture(IpxeScript script) => script.SetEither(
        "rl-arch",
        IpxeCondition.Equal(Setting.Platform, "pcbios").And(IpxeCondition.ExtendedCpuFeature(29)),
        "x86_64",
        Setting.BuildArch);
}
