using System.Globalization;

namespace Racklight.Networks.Export;

/// <summary>
/// Windows Server 2012 or later, PowerShell module DhcpServer. Syntax: learn.microsoft.com/powershell/module/dhcpserver, Add-DhcpServerv4Class,
/// Add-DhcpServerv4Policy (comparators EQ and NE before values, <c>*</c> behind a class name for "begins with"), Set-DhcpServerv4OptionValue,
/// Add-DhcpServerv4OptionDefinition.
/// </summary>
internal sealed class WindowsWriter : IExportWriter
{
    public string Word => "windows";

    public string Write(ExportPlan plan)
    {
        var text = new ConfigText("#").Notes(plan.About("Windows DHCP"))
            .Note("Run in an elevated PowerShell on the DHCP server. Remove options 60, 66 and 67 from the scope itself: they would reach everybody.")
            .Line("$ErrorActionPreference = 'Stop'")
            .Line($"$scope = '{plan.Network.Subnet.Network}'")
            .Line()
            .Note("Options 60 and 175 are not defined on a Windows server: 60 is the class that firmware wants to see again, 175 is iPXE's own.")
            .Line("if (-not (Get-DhcpServerv4OptionDefinition -OptionId 60 -ErrorAction SilentlyContinue)) { Add-DhcpServerv4OptionDefinition -OptionId 60 -Name 'Vendor class' -Type String }")
            .Line("if (-not (Get-DhcpServerv4OptionDefinition -OptionId 175 -ErrorAction SilentlyContinue)) { Add-DhcpServerv4OptionDefinition -OptionId 175 -Name 'iPXE' -Type BinaryData }")
            .Line();
        WriteClasses(text, plan);
        var order = 0;
        foreach (var row in plan.Table.Rows)
        {
            text.Line().Note(row.Purpose);
            if (row.IsIpxe) WritePolicy(text, plan, row, "Racklight ipxe", "-Condition OR -UserClass EQ,'Racklight ipxe'", ++order);
            // iPXE sends its firmware's class too: NE keeps it out of the firmware's policies, whatever their order.
            foreach (var code in row.Codes) WritePolicy(text, plan, row, Class(row, code), $"-Condition AND -VendorClass EQ,'{Class(row, code)}*' -UserClass NE,'Racklight ipxe'", ++order);
        }
        return text.ToString();
    }

    private static void WriteClasses(ConfigText text, ExportPlan plan)
    {
        text.Note("Firmware is told apart by the beginning of option 60: policies cannot look at option 93.")
            .Line("Add-DhcpServerv4Class -Name 'Racklight ipxe' -Type User -Data 'iPXE'");
        foreach (var row in plan.Table.Rows)
        {
            foreach (var code in row.Codes) text.Line($"Add-DhcpServerv4Class -Name '{Class(row, code)}' -Type Vendor -Data '{(row.IsHttp ? "HTTPClient" : "PXEClient")}:Arch:{code.ToString("d5", CultureInfo.InvariantCulture)}'");
        }
    }

    /// <summary>One policy for one class: whether several classes of one policy would have to match all together is not said anywhere.</summary>
    private static void WritePolicy(ConfigText text, ExportPlan plan, BootRow row, string name, string condition, int order)
    {
        text.Line(string.Create(CultureInfo.InvariantCulture, $"Add-DhcpServerv4Policy -ScopeId $scope -Name '{name}' -ProcessingOrder {order} {condition}"))
            .Line($"Set-DhcpServerv4OptionValue -ScopeId $scope -PolicyName '{name}' -OptionId 66 -Value '{plan.Server}'")
            .Line($"Set-DhcpServerv4OptionValue -ScopeId $scope -PolicyName '{name}' -OptionId 67 -Value '{row.File}'");
        if (row.VendorClass is { } vendorClass) text.Line($"Set-DhcpServerv4OptionValue -ScopeId $scope -PolicyName '{name}' -OptionId 60 -Value '{vendorClass}'");
        if (row.VendorOptions.Length > 0) text.Line($"Set-DhcpServerv4OptionValue -ScopeId $scope -PolicyName '{name}' -OptionId 43 -Value {Octets(row.VendorOptions)}");
        if (row.IpxeOptions.Length > 0) text.Line($"Set-DhcpServerv4OptionValue -ScopeId $scope -PolicyName '{name}' -OptionId 175 -Value {Octets(row.IpxeOptions)}");
    }

    private static string Class(BootRow row, ushort code) => string.Create(CultureInfo.InvariantCulture, $"Racklight {row.Word} {code}");

    private static string Octets(string hexadecimal) => string.Join(',', hexadecimal.Chunk(2).Select(pair => $"0x{new string(pair)}"));
}
