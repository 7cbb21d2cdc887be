using System.Globalization;

namespace Racklight.Networks.Export;

/// <summary>dnsmasq 2.76 or later, as the network's DHCP server. Syntax: dnsmasq(8), --dhcp-match, --dhcp-userclass, --dhcp-boot, --dhcp-option-force.</summary>
internal sealed class DnsmasqWriter : IExportWriter
{
    private const string Ipxe = "racklight-ipxe";

    public string Word => "dnsmasq";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("dnsmasq"))
            .Note("Save as /etc/dnsmasq.d/racklight.conf, remove other dhcp-boot and pxe-service lines, then: dnsmasq --test && systemctl restart dnsmasq")
            .Line();
        WriteTags(text, plan.Table);
        WriteAnswers(text, plan);
        return text.ToString();
    }

    /// <summary>Who is who: a tag for each row.</summary>
    public static void WriteTags(ConfigText text, BootTable table)
    {
        text.Note("iPXE tells itself by its own option 175, and by user class.")
            .Line($"dhcp-match=set:{Ipxe},175")
            .Line($"dhcp-userclass=set:{Ipxe},iPXE")
            .Line($"dhcp-userclass=set:{Ipxe},gPXE")
            .Note("Firmware tells its architecture by option 93 (RFC 4578 section 2.1).");
        foreach (var row in table.Rows)
        {
            foreach (var code in row.Codes) text.Line(string.Create(CultureInfo.InvariantCulture, $"dhcp-match=set:racklight-{row.Word},option:client-arch,{code}"));
        }
    }

    /// <summary>What each is answered.</summary>
    public static void WriteAnswers(ConfigText text, ExportPlan plan)
    {
        foreach (var row in plan.Table.Rows)
        {
            var tags = Tags(row);
            text.Note(row.Purpose).Line($"dhcp-boot={tags},{row.File},{plan.Server},{plan.Server}");
            if (row.VendorClass is { } vendorClass) text.Line($"dhcp-option-force={tags},60,{vendorClass}");
            if (row.VendorOptions.Length > 0) text.Line($"dhcp-option-force={tags},43,{ConfigText.Octets(row.VendorOptions)}");
            if (row.IpxeOptions.Length == 0) continue;
            text.Note("Tells iPXE not to wait two seconds for a proxy's offer: this one is complete.")
                .Line($"dhcp-option-force={tags},175,{ConfigText.Octets(row.IpxeOptions)}");
        }
    }

    /// <summary>The tags of a row: iPXE sends its firmware's architecture too, so the others are for who is not iPXE.</summary>
    public static string Tags(BootRow row) => row.IsIpxe ? $"tag:{Ipxe}" : $"tag:!{Ipxe},tag:racklight-{row.Word}";
}
