namespace Racklight.Networks.Export;

/// <summary>
/// OPNsense: dnsmasq (the default since 25.7) by a file, ISC dhcpd by its page's fields. Facts: docs.opnsense.org, "Dnsmasq DNS &amp; DHCP" (files
/// in /usr/local/etc/dnsmasq.conf.d are read) and "ISC DHCP", Network booting.
/// </summary>
internal sealed class OpnsenseWriter : IExportWriter
{
    public string Word => "opnsense";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("OPNsense"))
            .Note("1. Services > Dnsmasq DNS & DHCP gives the addresses: save this as /usr/local/etc/dnsmasq.conf.d/racklight.conf on the firewall, then: configctl dnsmasq restart")
            .Line();
        DnsmasqWriter.WriteTags(text, plan.Table);
        DnsmasqWriter.WriteAnswers(text, plan);
        text.Line().Note("2. Or Services > ISC DHCPv4 > (interface) gives them. Tick Network booting, and fill in (the iPXE field is what breaks the loop):")
            .Note($"     Set next-server IP                    {plan.Server}");
        Field(text, plan, "Set default bios filename", "bios");
        Field(text, plan, "Set x86 UEFI (32-bit) filename", "efi-x86");
        Field(text, plan, "Set x64 UEFI/EBC (64-bit) filename", "efi-x64");
        Field(text, plan, "Set ARM UEFI (32-bit) filename", "efi-arm32");
        Field(text, plan, "Set ARM UEFI (64-bit) filename", "efi-arm64");
        Field(text, plan, "Set iPXE boot filename", "ipxe");
        return text.Note("   HTTP boot has no field there: such machines boot by PXE.").ToString();
    }

    private static void Field(ConfigText text, ExportPlan plan, string label, string word)
        => text.Note($"     {label,-37} {plan.Table.Find(word)?.File ?? "(leave empty)"}");
}
