namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>How bad a finding is.</summary>
public enum IpxeSeverity
{
    /// <summary>Worth knowing; the script works.</summary>
    Info,

    /// <summary>Works until something else goes wrong, or not as it reads.</summary>
    Warning,

    /// <summary>Does not work on the client that was asked about.</summary>
    Error,
}
