namespace Racklight.Networks.Export;

/// <summary>
/// EdgeOS (EdgeRouter) with its ISC dhcpd. Syntax: EdgeRouter DHCP server with global-parameters and <c>&amp;quot;</c> for quotes, help.ui.com
/// "EdgeRouter - DHCP Server"; the include as matchbox's docs/network-setup.md and netboot.xyz's docs/kb/networking/edgerouter.md show it.
/// </summary>
internal sealed class EdgeOsWriter : IExportWriter
{
    private const string Path = "/config/user-data/racklight.conf";

    public string Word => "edgeos";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("EdgeOS, DHCP by ISC dhcpd (use-dnsmasq disabled)"))
            .Note("Paste into a shell on the router (ssh). What lies in /config stays when the firmware is upgraded.")
            .Line()
            .Line($"sudo tee {Path} >/dev/null <<'RACKLIGHT'");
        IscWriter.WriteClass(text, plan);
        return text.Line("RACKLIGHT")
            .Line()
            .Line("configure")
            .Note("EdgeOS writes &quot; as a quotation mark into dhcpd.conf.")
            .Line($"set service dhcp-server global-parameters \"include &quot;{Path}&quot;;\"")
            .Note("The class above goes before bootfile-name and bootfile-server of a subnet: those may stay, or be deleted.")
            .Line("commit")
            .Line("save")
            .Line("exit")
            .ToString();
    }
}
