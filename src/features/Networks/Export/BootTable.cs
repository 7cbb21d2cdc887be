using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Export;

/// <summary>
/// All that another DHCP server has to answer, by kind of client. Nothing is decided here: each kind is put to the decision of our own
/// server, and what it would answer is written down.
/// </summary>
/// <param name="Rows">iPXE first, since it tells an architecture as well; then by architecture.</param>
/// <param name="Missing">Platforms that the bootloader set has no loader for.</param>
internal sealed record BootTable(IReadOnlyList<BootRow> Rows, IReadOnlyList<string> Missing)
{
    private const byte VendorOptions = 43;
    private const byte IpxeOptions = 175;

    /// <summary>Machines of these boot from the network often enough that a missing loader is worth a line.</summary>
    private static readonly BootPlatform[] Common = [BootPlatform.Bios, BootPlatform.EfiX64, BootPlatform.EfiX86, BootPlatform.EfiArm64];

    /// <summary>iPXE's answer.</summary>
    public BootRow Script => Rows[0];

    /// <summary>The row of a platform's word, or null.</summary>
    public BootRow? Find(string word) => Rows.FirstOrDefault(row => row.Word == word);

    /// <summary>Asks the decision.</summary>
    /// <param name="network">The network.</param>
    /// <param name="mode">As its only server, or beside another.</param>
    /// <param name="options">Where clients find what they boot.</param>
    /// <param name="files">Which loader for which firmware.</param>
    /// <exception cref="ProblemException">There is no loader for anybody, or a name in it could break out of its line.</exception>
    public static BootTable Of(DhcpNetwork network, NetworkMode mode, BootOptions options, IBootFileSource files)
    {
        var rows = new List<BootRow>();
        foreach (var architecture in Enum.GetValues<ClientArchitecture>())
        {
            // A Raspberry Pi says that it is a BIOS and is told by its MAC: other servers' configurations do not follow that here.
            if (architecture is ClientArchitecture.Unknown or ClientArchitecture.RaspberryPi) continue;
            if (BootRehearsal.Offer(new ProbeClient(architecture), network, mode, options, files) is not { BootFile.Length: > 0 } offer) continue;
            var row = Row(Word(architecture), offer);
            var known = rows.FindIndex(row.SaysTheSameAs);
            if (known < 0) rows.Add(row with { Codes = [(ushort)architecture] });
            else rows[known] = rows[known] with { Codes = [.. rows[known].Codes, (ushort)architecture] };
        }
        if (rows.Count == 0) throw new ProblemException("the bootloader set has no loader that firmware could be pointed to", "apt-get install ipxe, or name another set in site.yaml: bootloaders: DIR");
        var script = BootRehearsal.Offer(new ProbeClient(ClientArchitecture.X64Uefi, IsIpxe: true), network, mode, options, files)
            ?? throw new ProblemException("our own server would not answer iPXE on this network");
        rows.Insert(0, Row("ipxe", script));
        foreach (var row in rows) PlainText.Require(row.File, row.IsIpxe ? "the script's address" : $"the loader of {row.Word}");
        return new BootTable(rows, [.. Common.Select(BootPlatforms.Word).Where(word => rows.All(row => row.Word != word))]);
    }

    private static BootRow Row(string word, DhcpMessage offer) => new(word, offer.BootFile, offer.VendorClass.Length > 0 ? offer.VendorClass : null,
        Convert.ToHexStringLower(offer.Option(VendorOptions)), Convert.ToHexStringLower(offer.Option(IpxeOptions)));

    private static string Word(ClientArchitecture architecture)
        => BootPlatforms.FromArchitectureCode((ushort)architecture).Word() + (architecture.IsHttp() ? "-http" : "");
}
