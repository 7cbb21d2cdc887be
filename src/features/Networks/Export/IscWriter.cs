using System.Globalization;
using System.Text;

namespace Racklight.Networks.Export;

/// <summary>ISC dhcpd 4.x. Syntax: dhcpd.conf(5), dhcp-eval(5) and dhcp-options(5), kb.isc.org.</summary>
internal sealed class IscWriter : IExportWriter
{
    public string Word => "isc";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("ISC dhcpd"))
            .Note("Save as /etc/dhcp/racklight.conf, put  include \"/etc/dhcp/racklight.conf\";  at the end of /etc/dhcp/dhcpd.conf, then: dhcpd -t && systemctl restart isc-dhcp-server")
            .Line();
        WriteClass(text, plan);
        return text.ToString();
    }

    /// <summary>The class alone: EdgeOS runs the same server.</summary>
    public static void WriteClass(ConfigText text, ExportPlan plan)
    {
        text.Note("Raw octets: a client that lists several architectures (RFC 5970 section 3.3) is read by its first.")
            .Line("option racklight-architecture code 93 = string;")
            .Note("The machine's UUID (RFC 4578 section 2.3): firmware wants to see its own again.")
            .Line("option racklight-machine code 97 = string;")
            .Note("iPXE's own option is in every message that iPXE sends, and in no other.")
            .Line("option racklight-ipxe code 175 = string;")
            .Line()
            .Note("A class: what it says goes before filename and next-server of subnets and pools; only those of a host go before it.")
            .Line("class \"racklight\" {")
            .Line("  match if exists racklight-architecture or exists racklight-ipxe;");
        var word = "if";
        foreach (var row in plan.Table.Rows)
        {
            text.Note(row.Purpose, "  ").Line($"  {word} {Condition(row)} {{");
            WriteRow(text, row, plan);
            text.Line("  }");
            word = "elsif";
        }
        text.Line("}");
    }

    private static void WriteRow(ConfigText text, BootRow row, ExportPlan plan)
    {
        // 67 and 66 beside the header's fields: firmware differs in where it looks (RFC 2132 sections 9.4 and 9.5).
        text.Line($"    next-server {plan.Server};")
            .Line($"    server-name \"{plan.Server}\";")
            .Line($"    option tftp-server-name \"{plan.Server}\";")
            .Line($"    filename \"{row.File}\";")
            .Line($"    option bootfile-name \"{row.File}\";")
            .Line("    option racklight-machine = option racklight-machine;");
        // What is never asked for is sent only when it is in this list: pad with what this answer needs.
        var forced = new StringBuilder("42:43:61");
        if (row.VendorClass is not null)
        {
            text.Line($"    option vendor-class-identifier \"{row.VendorClass}\";");
            forced.Append(":3c");
        }
        if (row.VendorOptions.Length > 0)
        {
            text.Line($"    option vendor-encapsulated-options {ConfigText.Octets(row.VendorOptions)};");
            forced.Append(":2b");
        }
        if (row.IpxeOptions.Length > 0)
        {
            text.Note("Tells iPXE not to wait two seconds for a proxy's offer: this one is complete.", "    ")
                .Line($"    option racklight-ipxe {ConfigText.Octets(row.IpxeOptions)};");
            forced.Append(":af");
        }
        text.Note("Sends these even to firmware that does not ask for them.", "    ")
            .Line($"    option dhcp-parameter-request-list = concat(option dhcp-parameter-request-list, {forced});");
    }

    private static string Condition(BootRow row) => row.IsIpxe
        ? "exists racklight-ipxe or option user-class = \"iPXE\" or option user-class = \"gPXE\""
        : string.Join(" or ", row.Codes.Select(code => string.Create(CultureInfo.InvariantCulture, $"substring(option racklight-architecture, 0, 2) = {code >> 8:x2}:{code & 255:x2}")));
}
