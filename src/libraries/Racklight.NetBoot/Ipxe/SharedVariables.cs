namespace Racklight.NetBoot.Ipxe;

/// <summary>Variables that our menus set and the scripts that they lead to use. iPXE keeps variables from script to script; one that is not set is empty.</summary>
internal static class SharedVariables
{
    /// <summary>Never set.</summary>
    public const string None = "rl-none";

    /// <summary>Kernel arguments that somebody typed.</summary>
    public const string Arguments = "rl-extra";

    /// <summary>Kernel arguments for a serial console, when somebody asked for one.</summary>
    public const string Serial = "rl-serial";

    /// <summary>A static address that somebody typed, as it goes to the server: <c>&amp;ip=…&amp;netmask=…</c>.</summary>
    public const string Address = "rl-query";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [None, Arguments, Serial, Address];
}
