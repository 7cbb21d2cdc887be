namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>How a command can end.</summary>
internal enum CommandKind
{
    /// <summary>Works, by all that a reader can expect.</summary>
    Plain,

    /// <summary>Works unless the machine has no such thing: whoever guards it is right, and whoever does not is too.</summary>
    Device,

    /// <summary>Fetches or starts something from outside; comes back either way.</summary>
    Fetch,

    /// <summary>Comes back only when it failed.</summary>
    OneWay,

    /// <summary>Failing is one of its answers.</summary>
    Condition,

    /// <summary>As a condition: Escape is a failure.</summary>
    Choose,

    /// <summary>Never comes back.</summary>
    Leaves,
}

/// <summary>Which command ends how.</summary>
internal static class CommandKinds
{
    public static CommandKind Of(IpxeCommand command) => command.Name switch
    {
        "exit" => CommandKind.Leaves,
        "chain" or "imgexec" when command.Arguments.Has("replace") => CommandKind.OneWay,
        "boot" or "reboot" or "poweroff" => CommandKind.OneWay,
        "kernel" or "initrd" or "module" or "chain" or "imgfetch" or "imgload" or "imgexec" or "imgverify" or "imgextract" or "sanboot" or "sanhook" or "shim" => CommandKind.Fetch,
        "iseq" or "isset" or "cpuid" or "prompt" or "pciscan" or "ping" or "login" or "read" or "sync" or "iflinkwait" or "dhcp" or "ifconf" or "nslookup" or "ntp" or "autoboot" => CommandKind.Condition,
        "ifopen" or "vcreate" or "imgselect" or "show" => CommandKind.Device,
        "choose" or "present" => CommandKind.Choose,
        _ => CommandKind.Plain,
    };

    /// <summary>True for a command that fetches or starts something from outside; restarting the machine is no such thing.</summary>
    public static bool IsFetch(IpxeCommand command) => command.Name == "boot" || (command.Name is not ("reboot" or "poweroff") && Of(command) is CommandKind.Fetch or CommandKind.OneWay);
}
