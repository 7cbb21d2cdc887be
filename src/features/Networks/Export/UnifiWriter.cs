namespace Racklight.Networks.Export;

/// <summary>
/// UniFi Network. It names one boot file for all firmware (fields dhcpd_boot_enabled, dhcpd_boot_server and dhcpd_boot_filename of a network; help.ui.com
/// "UniFi - DHCP Server"), so what it can say is written, and what it cannot.
/// </summary>
internal sealed class UnifiWriter : IExportWriter
{
    public string Word => "unifi";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("UniFi Network"))
            .Line()
            .Note("UniFi names ONE boot file for every machine: it tells neither BIOS from UEFI nor iPXE from firmware.")
            .Note("Recommended: leave Network Boot off, and let Racklight add what to boot (it changes nothing for anybody else):")
            .Line($"site.yaml: networks: {{ {plan.Network.Name}: {{ cidr: {plan.Network.Subnet}, dhcp: proxy }} }}")
            .Line()
            .Note("Only where Racklight is not on that network: Settings > Networks > (network) > DHCP > Show options > Network Boot");
        foreach (var row in plan.Table.Rows.Where(row => row is { IsIpxe: false, IsHttp: false }))
        {
            text.Note($"either, when all machines there are {row.Word}:").Line($"Network Boot: on; server {plan.Server}; file {row.File}");
        }
        return text.Note(plan.LoadersFindScript
                ? "iPXE will be told the same file again; the site's loaders do not mind: they look for autoexec.ipxe by TFTP first, and Racklight has it."
                : "iPXE will be told the same file again, and load itself for ever: the site's loaders are too old to look for autoexec.ipxe. Use a newer set, or the proxy.")
            .ToString();
    }
}
