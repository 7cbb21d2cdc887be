using System.Globalization;

namespace Racklight.Networks.Export;

/// <summary>
/// Kea 2.x. Syntax: Administrator Reference Manual, "Client Classification" (tests, and that next-server, server-hostname and boot-file-name of a
/// class go before the subnet's) and "Standard DHCPv4 Options" (always-send), kea.readthedocs.io.
/// </summary>
internal sealed class KeaWriter : IExportWriter
{
    public string Word => "kea";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("//").Notes(plan.About("Kea"))
            .Note("Copy client-classes into Dhcp4 of /etc/kea/kea-dhcp4.conf (in front of other classes: the first class that matches decides), then:")
            .Note("kea-dhcp4 -t /etc/kea/kea-dhcp4.conf && systemctl restart kea-dhcp4-server")
            .Line("{").Line("  \"Dhcp4\": {");
        WriteClasses(text, plan, "    ");
        return text.Line("  }").Line("}").ToString();
    }

    /// <summary>The member <c>client-classes</c>.</summary>
    public static void WriteClasses(ConfigText text, ExportPlan plan, string indent)
    {
        text.Line($"{indent}\"client-classes\": [");
        for (var i = 0; i < plan.Table.Rows.Count; i++) WriteClass(text, plan, plan.Table.Rows[i], i == plan.Table.Rows.Count - 1, indent + "  ");
        text.Line($"{indent}]");
    }

    private static void WriteClass(ConfigText text, ExportPlan plan, BootRow row, bool isLast, string indent)
    {
        var options = new List<string>
        {
            Option("tftp-server-name", plan.Server.ToString()),
            Option("boot-file-name", row.File),
        };
        // always-send: firmware that does not list an option in its request needs it all the same.
        if (row.VendorClass is { } vendorClass) options.Add(Option("vendor-class-identifier", vendorClass));
        if (row.VendorOptions.Length > 0) options.Add(Raw(43, row.VendorOptions));
        if (row.IpxeOptions.Length > 0) options.Add(Raw(175, row.IpxeOptions));
        text.Note(row.Purpose, indent)
            .Line($"{indent}{{")
            .Line($"{indent}  \"name\": \"racklight-{row.Word}\",")
            .Line($"{indent}  \"test\": \"{Test(row)}\",")
            .Line($"{indent}  \"next-server\": \"{plan.Server}\",")
            .Line($"{indent}  \"server-hostname\": \"{plan.Server}\",")
            .Line($"{indent}  \"boot-file-name\": \"{row.File}\",")
            .Line($"{indent}  \"option-data\": [");
        for (var i = 0; i < options.Count; i++) text.Line($"{indent}    {options[i]}{(i < options.Count - 1 ? "," : "")}");
        text.Line($"{indent}  ]").Line($"{indent}}}{(isLast ? "" : ",")}");
    }

    private static string Option(string name, string value) => $$"""{ "name": "{{name}}", "data": "{{value}}", "always-send": true }""";

    private static string Raw(int code, string octets) => string.Create(CultureInfo.InvariantCulture, $$"""{ "code": {{code}}, "csv-format": false, "data": "{{octets}}", "always-send": true }""");

    private static string Test(BootRow row) => row.IsIpxe
        ? "option[175].exists or option[77].hex == 'iPXE' or option[77].hex == 'gPXE'"
        : $"not member('racklight-ipxe') and ({string.Join(" or ", row.Codes.Select(code => string.Create(CultureInfo.InvariantCulture, $"substring(option[93].hex, 0, 2) == 0x{code:x4}")))})";
}
