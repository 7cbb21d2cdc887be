using System.Globalization;

namespace Racklight.Networks.Export;

/// <summary>
/// RouterOS 7.16 or later. Syntax: help.mikrotik.com, "DHCP", sections "DHCP Options" (value types), "DHCP Option Sets", "Generic matcher" (since
/// 7.4; matching-type since 7.16); a two-octet value for option 93 as netboot.xyz's docs/kb/networking/mikrotik.md shows it.
/// </summary>
internal sealed class MikrotikWriter : IExportWriter
{
    public string Word => "mikrotik";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("RouterOS"))
            .Note("Name the DHCP server and its pool (/ip dhcp-server print), then paste into a terminal.")
            .Line(":global rlServer \"defconf\"")
            .Line(":global rlPool \"default-dhcp\"")
            .Line()
            .Note("siaddr in every offer: where firmware fetches its loader, instead of the router itself.")
            .Line($"/ip dhcp-server network set [find address=\"{plan.Network.Subnet}\"] next-server={plan.Server}")
            .Line()
            .Line("/ip dhcp-server option")
            .Note("66 is text: without the s in front, an address in quotes would be sent as four octets.")
            .Line($"add name=racklight-server code=66 value=\"s'{plan.Server}'\"");
        foreach (var row in plan.Table.Rows) WriteOptions(text, row);
        text.Line().Line("/ip dhcp-server option sets");
        foreach (var row in plan.Table.Rows) text.Line($"add name=racklight-{row.Word} options={string.Join(',', Names(row))}");
        text.Line().Line("/ip dhcp-server matcher")
            .Note("iPXE first: its messages tell an architecture too. Check with print that it stays first.");
        foreach (var row in plan.Table.Rows) WriteMatchers(text, row);
        return text.ToString();
    }

    private static void WriteOptions(ConfigText text, BootRow row)
    {
        text.Note(row.Purpose).Line($"add name=racklight-{row.Word}-67 code=67 value=\"s'{row.File}'\"");
        if (row.VendorClass is { } vendorClass) text.Line($"add name=racklight-{row.Word}-60 code=60 value=\"s'{vendorClass}'\"");
        if (row.VendorOptions.Length > 0) text.Line($"add name=racklight-{row.Word}-43 code=43 value=0x{row.VendorOptions}");
        if (row.IpxeOptions.Length > 0) text.Line($"add name=racklight-{row.Word}-175 code=175 value=0x{row.IpxeOptions}");
    }

    private static IEnumerable<string> Names(BootRow row)
    {
        yield return "racklight-server";
        yield return $"racklight-{row.Word}-67";
        if (row.VendorClass is not null) yield return $"racklight-{row.Word}-60";
        if (row.VendorOptions.Length > 0) yield return $"racklight-{row.Word}-43";
        if (row.IpxeOptions.Length > 0) yield return $"racklight-{row.Word}-175";
    }

    private static void WriteMatchers(ConfigText text, BootRow row)
    {
        const string Common = "server=$rlServer address-pool=$rlPool matching-type=exact";
        if (row.IsIpxe) text.Line($"add name=racklight-{row.Word} {Common} code=77 value=\"iPXE\" option-set=racklight-{row.Word}");
        foreach (var code in row.Codes)
        {
            text.Line(string.Create(CultureInfo.InvariantCulture, $"add name=racklight-{row.Word}-{code} {Common} code=93 value=0x{code:x4} option-set=racklight-{row.Word}"));
        }
    }
}
