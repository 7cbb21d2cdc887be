using System.Net;

namespace Racklight.Menus.Recipes;

/// <summary>The machine that a plan is made for, and what is known of this boot.</summary>
/// <param name="Architecture">The machine's processor.</param>
/// <param name="Firmware">What starts it.</param>
public sealed record PlanContext(Architecture Architecture, Firmware Firmware)
{
    /// <summary>The URL of the answer file; null: a human answers.</summary>
    public string? Answers { get; init; }

    /// <summary>The address to use; null: the machine asks DHCP.</summary>
    public StaticAddress? Address { get; init; }

    /// <summary>The serial console to use beside the screen; null: the screen only.</summary>
    public SerialConsole? Console { get; init; }

    /// <summary>The card that it boots from; tells installers with several cards which one to use.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The machine's name, where it has one.</summary>
    public string? HostName { get; init; }

    /// <summary>More arguments for the kernel; they come last, where most kernels let them win.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Where a file or directory of upstream's is to be fetched from; itself by default. A directory's URL ends in <c>/</c> and must
    /// be answered by one that does too.
    /// </summary>
    public Func<string, string> Locate { get; init; } = static url => url;
}

/// <summary>An IPv4 address that a machine is told instead of asking DHCP.</summary>
/// <param name="Address">Its own.</param>
/// <param name="Prefix">The length of the network's prefix, 1 to 32.</param>
/// <param name="Gateway">The default gateway, if any.</param>
public sealed record StaticAddress(IPAddress Address, int Prefix, IPAddress? Gateway = null)
{
    /// <summary>DNS servers, the first asked first.</summary>
    public IReadOnlyList<IPAddress> Dns { get; init; } = [];

    /// <summary>The card as the booted system will name it (<c>eth0</c>, <c>enp3s0</c>); null: its only one, or the one it booted from.</summary>
    public string? Interface { get; init; }

    /// <summary>
    /// Reads what somebody typed at a machine, dotted quads or nothing; no mask is /24. Null when it is no address of a machine: then it is
    /// as if nothing had been typed, and the installer asks.
    /// </summary>
    public static StaticAddress? FromTyped(string? address, string? netmask, string? gateway, string? dns)
    {
        if (Quad(address) is not { } own) return null;
        var prefix = 24;
        if (Quad(netmask) is { } mask)
        {
            var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
            prefix = System.Numerics.BitOperations.LeadingZeroCount(~bits);
            if (prefix is 0 || bits != uint.MaxValue << (32 - prefix)) return null;
        }
        return new StaticAddress(own, prefix, Quad(gateway)) { Dns = Quad(dns) is { } server ? [server] : [] };
    }

    private static IPAddress? Quad(string? text)
        => text is { Length: <= 15 } && text.Count(static c => c == '.') == 3 && IPAddress.TryParse(text, out var parsed) ? parsed : null;

    /// <summary>The prefix as a netmask: 24 is <c>255.255.255.0</c>.</summary>
    public string Netmask
    {
        get
        {
            var bits = Prefix == 0 ? 0u : uint.MaxValue << (32 - Prefix);
            return $"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}";
        }
    }
}

/// <summary>A serial console.</summary>
/// <param name="Device">The kernel's name for it: <c>ttyS0</c>.</param>
/// <param name="Speed">Bits a second.</param>
public sealed record SerialConsole(string Device = "ttyS0", int Speed = 115200);
