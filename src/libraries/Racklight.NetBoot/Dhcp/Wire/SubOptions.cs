namespace Racklight.NetBoot.Dhcp;

/// <summary>Options within an option: relay information (82), iPXE (175) and vendor options (43) are code-length-value lists.</summary>
internal static class SubOptions
{
    /// <summary>The value of a sub-option; false when it is missing or the list breaks off before it.</summary>
    public static bool TryFind(ReadOnlySpan<byte> list, byte code, out ReadOnlySpan<byte> value)
    {
        value = default;
        while (list.Length >= 2)
        {
            if (list[0] == OptionCode.Pad)
            {
                list = list[1..];
                continue;
            }
            if (list[0] == OptionCode.End || list[1] > list.Length - 2) return false;
            if (list[0] == code)
            {
                value = list.Slice(2, list[1]);
                return true;
            }
            list = list[(2 + list[1])..];
        }
        return false;
    }
}
