namespace Racklight.NetBoot.Ipxe;

/// <summary>How iPXE prints a setting; all of these are in every supported version.</summary>
public enum SettingFormat
{
    /// <summary>As the setting's own type says.</summary>
    Default,

    /// <summary>As text.</summary>
    Text,

    /// <summary><c>52:54:00:20:00:02</c>.</summary>
    Hex,

    /// <summary><c>52-54-00-20-00-02</c>.</summary>
    HexHyphens,

    /// <summary><c>525400200002</c>; of a text: its bytes.</summary>
    HexRaw,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary><c>10.20.0.5</c>; a variable set with this type holds an address or nothing.</summary>
    Address,

    /// <summary>
    /// Percent-encoded for an address. The oldest versions decode it again and send some characters bare: good for a path, whose separators
    /// do no harm, never for the values of a query.
    /// </summary>
    UriString,
}

/// <summary>A value that the machine itself fills in when the script runs: <c>${name}</c>.</summary>
public sealed record Setting
{
    private Setting(string name) => Name = name;

    /// <summary>The hardware address of the card in use; never <c>net0/mac</c>, which is the first card whichever one booted.</summary>
    public static Setting Mac { get; } = new("mac");

    /// <summary>SMBIOS UUID.</summary>
    public static Setting Uuid { get; } = new("uuid");

    /// <summary>SMBIOS serial number: free text, so send it as <see cref="SettingFormat.HexRaw"/> only.</summary>
    public static Setting Serial { get; } = new("serial");

    /// <summary>
    /// A range of the machine's memory: eight bytes of SMBIOS type 19 (DSP0134 §7.20), first and last KiB, each with its lowest byte
    /// first. Machines with much memory have several; nothing when there is no such range.
    /// </summary>
    /// <param name="number">From 0.</param>
    public static Setting MemoryRange(int number) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"smbios/{number}.19.4.8")) { Format = SettingFormat.HexRaw };

    /// <summary>SMBIOS manufacturer: free text, so send it as <see cref="SettingFormat.HexRaw"/> only.</summary>
    public static Setting Manufacturer { get; } = new("manufacturer");

    /// <summary>SMBIOS product name: free text, so send it as <see cref="SettingFormat.HexRaw"/> only.</summary>
    public static Setting Product { get; } = new("product");

    /// <summary>The kind of the card in use (DHCP option 175.177): its bus, vendor and device; as <see cref="SettingFormat.HexRaw"/> <c>018086100e</c>.</summary>
    public static Setting BusId { get; } = new("busid");

    /// <summary><c>pcbios</c> or <c>efi</c>.</summary>
    public static Setting Platform { get; } = new("platform");

    /// <summary><c>i386</c>, <c>x86_64</c>, <c>arm64</c>: what iPXE was built for. BIOS builds say i386 on 64-bit processors too.</summary>
    public static Setting BuildArch { get; } = new("buildarch");

    /// <summary>iPXE's version. Empty in the oldest supported version, which tells it in its User-Agent only.</summary>
    public static Setting Version { get; } = new("version");

    /// <summary>The machine's IPv4 address.</summary>
    public static Setting Ip { get; } = new("ip");

    /// <summary>The boot server that DHCP named.</summary>
    public static Setting NextServer { get; } = new("next-server");

    /// <summary>The boot server that a proxy DHCP server named.</summary>
    public static Setting ProxyNextServer { get; } = new("proxydhcp/next-server");

    /// <summary>The DHCP server itself.</summary>
    public static Setting DhcpServer { get; } = new("dhcp-server");

    /// <summary>The number of the last error.</summary>
    public static Setting ErrorNumber { get; } = new("errno");

    /// <summary>The name, with its scope if it has one.</summary>
    public string Name { get; }

    /// <summary>How it is printed.</summary>
    public SettingFormat Format { get; private init; }

    /// <summary>The hardware address of the card of a number, from 0: for a list of all; which one booted says <see cref="Mac"/>.</summary>
    public static Setting CardMac(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"net{number}/mac"));
    }

    /// <summary>A variable of the script's own.</summary>
    /// <exception cref="IpxeSyntaxException">Not 1 to 40 of a-z, 0-9 and '-', starting with a letter.</exception>
    public static Setting Variable(string name) => new(IpxeNames.Variable(name));

    /// <summary>The same setting, printed in another way.</summary>
    public Setting As(SettingFormat format) => this with { Format = format };

    /// <summary>The expression as it stands in a script.</summary>
    public override string ToString() => Format switch
    {
        SettingFormat.Text => $"${{{Name}:string}}",
        SettingFormat.Hex => $"${{{Name}:hex}}",
        SettingFormat.HexHyphens => $"${{{Name}:hexhyp}}",
        SettingFormat.HexRaw => $"${{{Name}:hexraw}}",
        SettingFormat.UriString => $"${{{Name}:uristring}}",
        SettingFormat.Number => $"${{{Name}:int32}}",
        SettingFormat.Address => $"${{{Name}:ipv4}}",
        _ => $"${{{Name}}}",
    };
}
