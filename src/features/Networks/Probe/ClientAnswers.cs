using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Probe;

/// <summary>What one kind of client was answered, and what it would make of it.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="Offers">All offers, leases before proxies.</param>
internal sealed record ClientAnswers(ProbeClient Client, IReadOnlyList<ProbeAnswer> Offers)
{
    /// <summary>Sub-option 6 of option 43 (PXE 2.1 §2.2.4), PXE_DISCOVERY_CONTROL.</summary>
    private const byte DiscoveryControl = 6;
    private const byte UseFileName = 8;

    /// <summary>What port 4011 answered; null: nothing, or it was not asked.</summary>
    public ProbeAnswer? BootServer { get; init; }

    /// <summary>Port 4011 was asked. It cannot be from an interface without an address.</summary>
    public bool BootServerAsked { get; init; }

    /// <summary>Offers with an address.</summary>
    public IEnumerable<ProbeAnswer> Leases => Offers.Where(offer => !offer.IsProxy && !offer.Offered.IsAny);

    /// <summary>Offers that name a file.</summary>
    public IEnumerable<ProbeAnswer> Files => Offers.Where(offer => offer.BootFile.Length > 0);

    /// <summary>The offer that decides what is booted: a lease with a file before a proxy's (the address comes with it), else a proxy that leads to port 4011.</summary>
    public ProbeAnswer? Decisive => Files.FirstOrDefault() ?? Offers.FirstOrDefault(offer => offer.IsProxy);

    /// <summary>Firmware that fetches by TFTP.</summary>
    public bool IsPxe => Client is { IsIpxe: false, Architecture: { } architecture } && !architecture.IsHttp();

    /// <summary>UEFI firmware that fetches by TFTP.</summary>
    public bool IsUefiPxe => IsPxe && Client.Architecture!.Value.IsUefi();

    /// <summary>Firmware that fetches by HTTP.</summary>
    public bool IsHttp => Client is { IsIpxe: false, Architecture: { } architecture } && architecture.IsHttp();

    /// <summary>Every network has such machines. Others may be missing, and HTTP firmware falls back to PXE: nothing for them breaks nothing.</summary>
    public bool IsCommon => Client is { IsIpxe: true } or { Architecture: ClientArchitecture.X86Bios or ClientArchitecture.X64Uefi };

    /// <summary>BIOS firmware.</summary>
    public bool IsBios => IsPxe && !Client.Architecture!.Value.IsUefi();

    /// <summary>
    /// UEFI firmware goes to port 4011 after an offer of class PXEClient without discovery options (EDK2 takes it for BINL), even when the offer names a file.
    /// </summary>
    public static bool LeadsToBootServer(ProbeAnswer offer) => offer.Message.VendorClass.StartsWith("PXEClient", StringComparison.Ordinal) && Discovery(offer) is null;

    /// <summary>True when the offer says to take the file name that is in it.</summary>
    public static bool UsesFileName(ProbeAnswer offer) => Discovery(offer) is { } control && (control & UseFileName) != 0;

    /// <summary>The octet of discovery control; null when there is none.</summary>
    public static byte? Discovery(ProbeAnswer offer)
    {
        var list = offer.Message.Option(43);
        while (list.Length >= 2 && list[0] != 255)
        {
            if (list[0] == 0)
            {
                list = list[1..];
                continue;
            }
            if (list[1] > list.Length - 2) return null;
            if (list[0] == DiscoveryControl && list[1] == 1) return list[2];
            list = list[(2 + list[1])..];
        }
        return null;
    }

    /// <summary>Where the boot server is: siaddr, else who sent the offer (EDK2 does the same).</summary>
    public static IPv4 BootServerOf(ProbeAnswer offer) => offer.NextServer.IsAny ? offer.Server : offer.NextServer;

    /// <summary>One sentence: what such a machine would do.</summary>
    public string Story()
    {
        var name = Client.Describe();
        if (Offers.Count == 0) return $"{name}: nobody answers.";
        var lease = Leases.FirstOrDefault();
        var address = lease is null ? "gets no address" : $"gets {lease.Offered} from {lease.Server}";
        if (Client.Architecture is null) return $"{name}: {address}.";
        if (IsUefiPxe && Decisive is { } binl && LeadsToBootServer(binl))
        {
            return BootServer is { BootFile.Length: > 0 } acknowledged
                ? $"{name}: {address}, asks port 4011 of {BootServerOf(binl)}, and loads {acknowledged.BootFile} from {BootServerOf(acknowledged)}."
                : $"{name}: {address}, and asks port 4011 of {BootServerOf(binl)}{(BootServerAsked ? ", which does not answer" : "")}.";
        }
        if (Decisive is not { BootFile.Length: > 0 } boot) return $"{name}: {address}, and nothing to boot.";
        var file = boot.BootFile;
        if (IsUrl(file)) return $"{name}: {address}, and fetches {file} (said {boot.Server}).";
        return $"{name}: {address}, and loads {file} from {BootServerOf(boot)} by TFTP (said {boot.Server}).";
    }

    /// <summary>True for <c>http://</c> and <c>https://</c>.</summary>
    public static bool IsUrl(string file) => file.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || file.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
