namespace Racklight.Networks.Export;

/// <summary>
/// pfSense: the page's fields, and for Kea the custom configuration that breaks the loop. Facts: docs.netgate.com, "DHCPv4 Configuration", Network
/// Booting ("all five filenames and a configured boot server are required") and "Kea Settings", Custom Configuration (JSON without comments).
/// </summary>
internal sealed class PfsenseWriter : IExportWriter
{
    public string Word => "pfsense";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("pfSense"))
            .Note("1. With Kea: System > Advanced > Networking, Server Backend: Kea DHCP. Services > DHCP Server > Settings > Custom Configuration: paste the JSON below.")
            .Note("   Network Booting of the interface stays off: the classes say it all, and iPXE gets its script.")
            .Line()
            .Line("{");
        var json = new ConfigText(null);
        KeaWriter.WriteClasses(json, plan, "  ");
        text.Line(json.ToString().TrimEnd()).Line("}").Line()
            .Note("2. With ISC dhcpd: Services > DHCP Server > (interface) > Network Booting > Enable, and")
            .Note($"     Next Server             {plan.Server}");
        Field(text, plan, "Default BIOS File Name", "bios");
        Field(text, plan, "UEFI 32 bit File Name", "efi-x86");
        Field(text, plan, "UEFI 64 bit File Name", "efi-x64");
        Field(text, plan, "ARM 32 bit File Name", "efi-arm32");
        Field(text, plan, "ARM 64 bit File Name", "efi-arm64");
        Field(text, plan, "UEFI HTTPBoot URL", "efi-x64-http");
        return text.Note("   pfSense takes the names only when all five are filled: `none` stands for a loader that the set does not have.")
            .Note(plan.LoadersFindScript
                ? "   There is no field for iPXE: the site's loaders look for autoexec.ipxe by TFTP first, and Racklight has it."
                : "   There is no field for iPXE, and the site's loaders are too old to look for autoexec.ipxe: they would load themselves for ever. Use 1., or a newer set.")
            .ToString();
    }

    private static void Field(ConfigText text, ExportPlan plan, string label, string word)
        => text.Note($"     {label,-23} {plan.Table.Find(word)?.File ?? "none"}");
}
