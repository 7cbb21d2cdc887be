namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// The question "what do I boot by that ref?". The ref stands in the path: the oldest iPXE encodes a query anew and loses what an encoded
/// character meant; in a path the one separator, the slash, is part of the name anyway.
/// </summary>
internal static class RefQuestion
{
    /// <summary>The address.</summary>
    public static IpxeText Ask(BootServer server, IpxeText reference)
        => $"{server.Root}/ref/{reference}/boot.ipxe?mac={Setting.Mac.As(SettingFormat.HexHyphens)}&uuid={Setting.Uuid}&serial={Setting.Serial.As(SettingFormat.HexRaw)}&arch={Setting.Variable("rl-arch")}&platform={Setting.Platform}&memory={BootServer.Memory}&stage=2";
}
