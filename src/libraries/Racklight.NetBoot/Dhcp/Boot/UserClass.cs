namespace Racklight.NetBoot.Dhcp;

/// <summary>Option 77: a list with length octets (RFC 3004), or, as iPXE and others send it, the bare text.</summary>
internal static class UserClass
{
    public static bool Names(ReadOnlySpan<byte> option, ReadOnlySpan<byte> name)
    {
        if (option.SequenceEqual(name)) return true;
        while (!option.IsEmpty)
        {
            var length = option[0];
            if (length == 0 || length > option.Length - 1) return false;
            if (option.Slice(1, length).SequenceEqual(name)) return true;
            option = option[(1 + length)..];
        }
        return false;
    }
}
