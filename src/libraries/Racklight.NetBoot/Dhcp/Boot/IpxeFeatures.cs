namespace Racklight.NetBoot.Dhcp;

/// <summary>What iPXE tells of itself in option 175.</summary>
internal static class IpxeFeatures
{
    private const byte Version = 235;
    private const byte NoProxy = 176;

    /// <summary>Full mode: our offer is complete, so iPXE need not wait two seconds for a proxy's.</summary>
    public static readonly ReadOnlyMemory<byte> DoNotWaitForProxy = (byte[])[NoProxy, 1, 1];

    /// <summary><c>1.21.1</c>, or null when it does not say.</summary>
    public static string? VersionOf(ReadOnlySpan<byte> option)
        => SubOptions.TryFind(option, Version, out var value) && value.Length == 3 ? $"{value[0]}.{value[1]}.{value[2]}" : null;
}
