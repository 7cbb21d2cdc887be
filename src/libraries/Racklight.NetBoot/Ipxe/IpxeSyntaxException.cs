namespace Racklight.NetBoot.Ipxe;

/// <summary>A script cannot be written: the text would be cut, reinterpreted or refused by iPXE. The message says which text, why, and what to do.</summary>
public sealed class IpxeSyntaxException : Exception
{
    /// <summary>Says what cannot be written.</summary>
    public IpxeSyntaxException(string message)
        : base(message)
    {
    }
}
