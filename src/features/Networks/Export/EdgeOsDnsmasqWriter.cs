namespace Racklight.Networks.Export;

/// <summary>EdgeOS with dnsmasq as DHCP server: <c>service dns forwarding options</c> is a line of dnsmasq.conf; help.ui.com "EdgeRouter - DHCP Server Using Dnsmasq".</summary>
internal sealed class EdgeOsDnsmasqWriter : IExportWriter
{
    public string Word => "edgeos-dnsmasq";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("EdgeOS, DHCP by dnsmasq"))
            .Note("Paste into a shell on the router (ssh).")
            .Line()
            .Line("configure")
            .Note("Leases are served by dnsmasq, which can tell architectures apart.")
            .Line("set service dhcp-server use-dnsmasq enable");
        // Single quotes: in double ones the shell would take ! for its history.
        foreach (var line in new DnsmasqWriter().Write(plan).Split('\n').SkipWhile(line => line.Length > 0).Where(line => line.Length > 0))
        {
            text.Line(line.StartsWith('#') ? line : $"set service dns forwarding options '{line}'");
        }
        return text.Line("commit").Line("save").Line("exit").ToString();
    }
}
