namespace Racklight.NetBoot.Dhcp;

/// <summary>One message with what is known of it.</summary>
internal readonly record struct LeaseContext(DhcpMessage Message, BootClient? Boot, BootAnswer? Answer, IPv4 Server, DateTimeOffset Now)
{
    public Decision Silent(DhcpEventKind kind, string? reason)
        => new(new DhcpEvent(kind) { Message = Message, Boot = Boot, Address = Message.ClientAddress, Reason = reason });

    public Decision Answered(DhcpEventKind kind, DhcpReply reply, IPv4? address = null, string? reason = null)
        => new(new DhcpEvent(kind)
        {
            Message = Message,
            Boot = Boot,
            Reply = reply.Type,
            Address = address ?? (reply.YourAddress.IsAny ? Message.ClientAddress : reply.YourAddress),
            BootFile = reply.Boot?.File,
            Reason = reason,
        })
        { Reply = reply };
}
