namespace Racklight.NetBoot.Dhcp;

/// <summary>A server that answered a probe.</summary>
/// <param name="Server">Its server identifier, or where its answer came from.</param>
/// <param name="Offered">The address that it offered; 0.0.0.0 for a proxy, or an answer to INFORM.</param>
/// <param name="NextServer">The boot server that it names.</param>
/// <param name="BootFile">The boot file that it names; empty for none.</param>
public sealed record ProbeAnswer(IPv4 Server, IPv4 Offered, IPv4 NextServer, string BootFile)
{
    /// <summary>It answered as a proxy: boot options only.</summary>
    public bool IsProxy { get; init; }

    /// <summary>It sent PXE options (option 43).</summary>
    public bool HasVendorOptions { get; init; }

    /// <summary>Whom it answered.</summary>
    public ProbeClient Client { get; init; } = new(null);

    /// <summary>The whole message.</summary>
    public required DhcpMessage Message { get; init; }

    /// <summary>The answer in a datagram; null when it is none to that transaction.</summary>
    internal static ProbeAnswer? Read(DhcpMessage message, ProbeClient client, IPv4 source)
    {
        if (message.Type is not (MessageType.Offer or MessageType.Ack)) return null;
        return new ProbeAnswer(message.ServerIdentifier ?? source, message.YourAddress, message.NextServer, message.BootFile)
        {
            IsProxy = message.Type == MessageType.Offer && message.YourAddress.IsAny,
            HasVendorOptions = message.HasOption(OptionCode.VendorSpecific),
            Client = client,
            Message = message,
        };
    }
}
