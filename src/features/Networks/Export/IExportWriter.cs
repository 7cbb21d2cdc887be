using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Export;

/// <summary>Writes the configuration of one DHCP server.</summary>
internal interface IExportWriter
{
    /// <summary>The word of <c>--for</c>.</summary>
    string Word { get; }

    /// <summary>As which kind of server the other one answers.</summary>
    NetworkMode Mode => NetworkMode.Full;

    /// <summary>Writes the text, ready to be used, with comments that say why.</summary>
    string Write(ExportPlan plan);
}

/// <summary>All writers.</summary>
internal static class ExportWriters
{
    public static IReadOnlyList<IExportWriter> All { get; } =
    [
        new IscWriter(), new KeaWriter(), new DnsmasqWriter(), new DnsmasqProxyWriter(), new EdgeOsWriter(), new EdgeOsDnsmasqWriter(),
        new UnifiWriter(), new MikrotikWriter(), new OpnsenseWriter(), new PfsenseWriter(), new WindowsWriter(),
    ];

    /// <summary>The words of <c>--for</c>.</summary>
    public static string Words { get; } = string.Join('|', All.Select(writer => writer.Word));

    /// <summary>The writer of a word, or null.</summary>
    public static IExportWriter? Find(string word) => All.FirstOrDefault(writer => writer.Word == word);
}
