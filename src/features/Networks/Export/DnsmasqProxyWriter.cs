using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Export;

/// <summary>
/// dnsmasq as a proxy beside a DHCP server that cannot be changed. Syntax: dnsmasq(8), --dhcp-range (proxy), --pxe-prompt, --dhcp-pxe-vendor.
/// Racklight does the same by itself with <c>dhcp: proxy</c>; this is for a wire that Racklight is not on.
/// </summary>
internal sealed class DnsmasqProxyWriter : IExportWriter
{
    public string Word => "dnsmasq-proxy";

    public NetworkMode Mode => NetworkMode.Proxy;

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("dnsmasq as a proxy"))
            .Note("Save as /etc/dnsmasq.d/racklight.conf on a machine of that network that runs no other DHCP server, then: dnsmasq --test && systemctl restart dnsmasq")
            .Line()
            .Note("No addresses: another server gives them, and this one adds what to boot.")
            .Line($"dhcp-range={plan.Network.Subnet.Network},proxy,{plan.Network.Subnet.Mask}")
            .Note("Turns PXE on. There is no menu behind it (no pxe-service): firmware takes the file named below.")
            .Line("pxe-prompt=Racklight,0")
            .Note("HTTP boot firmware is answered too, with its own class as it demands.")
            .Line("dhcp-pxe-vendor=PXEClient,HTTPClient");
        DnsmasqWriter.WriteTags(text, plan.Table);
        foreach (var row in plan.Table.Rows)
        {
            // Class, option 43 and the machine's UUID are dnsmasq's own business in this mode.
            text.Note(Purpose(row)).Line($"dhcp-boot={DnsmasqWriter.Tags(row)},{row.File},{plan.Server},{plan.Server}");
        }
        return text.ToString();
    }

    private static string Purpose(BootRow row) => row.IsIpxe || row.IsHttp || row.Word == "bios" ? row.Purpose
        : $"{row.Word} firmware: dnsmasq leads it to port 4011 of the next server, which Racklight answers";
}
