using System.Net;
using Racklight.NetBoot.Dhcp;
using Racklight.Nodes;
using Racklight.State;

namespace Racklight.Networks;

/// <summary>Puts what the DHCP server saw into words for the machine's timeline. Pure.</summary>
internal static class DhcpSightings
{
    /// <summary>What to tell of an event. Of clients that do not ask to boot only the address that they get: an initramfs is one of them, and its boot session goes by that address.</summary>
    public static IEnumerable<Sighting> Of(DhcpEvent seen)
    {
        if (seen.Message is not { } message || SitePolicy.MacOf(message.Client) is not { } mac) yield break;
        if (seen.Boot is not { } boot)
        {
            if (seen.Kind == DhcpEventKind.Request && AddressOf(seen, message) is { } taken) yield return new Sighting(BootSteps.Dhcp, $"the system has {taken}") { Mac = mac, Address = taken };
            yield break;
        }
        if (Words(seen, message, boot) is not var (words, level)) yield break;
        var ipxe = boot.Protocol == BootProtocol.Ipxe;
        yield return new Sighting(BootSteps.Dhcp, words)
        {
            Mac = mac,
            Address = AddressOf(seen, message),
            Uuid = boot.Uuid,
            Firmware = boot.Architecture == ClientArchitecture.Unknown ? null : boot.Firmware,
            // iPXE runs in the middle of a boot, unless it sits in the card's ROM: Nodes knows whether one is under way.
            Begins = seen.Kind == DhcpEventKind.Discover && !ipxe,
            Level = level,
            Description = boot.IpxeVersion is { } version ? $"{boot.VendorClass} iPXE {version}" : boot.VendorClass,
        };
        if (!ipxe || seen.Kind != DhcpEventKind.Discover || seen.Reply != MessageType.Offer) yield break;
        yield return new Sighting(BootSteps.Loader, $"iPXE{(boot.IpxeVersion is { } running ? " " + running : "")} runs; told to fetch its script")
        {
            Mac = mac,
            Uuid = boot.Uuid,
            Firmware = boot.Architecture == ClientArchitecture.Unknown ? null : boot.Firmware,
        };
    }

    private static (string Words, EventLevel Level)? Words(DhcpEvent seen, DhcpMessage message, BootClient boot)
    {
        var who = boot.Protocol == BootProtocol.Ipxe ? "iPXE" : boot.Firmware;
        var file = seen.BootFile is { } name ? $", to boot {name}" : "";
        return (seen.Kind, seen.Reply) switch
        {
            (DhcpEventKind.Discover, MessageType.Offer) when seen.Address.IsAny => ($"{who} asks: offered{file.TrimStart(',')} beside the network's own DHCP", EventLevel.Info),
            (DhcpEventKind.Discover, MessageType.Offer) => ($"{who} asks: offered {seen.Address}{file}", EventLevel.Info),
            (DhcpEventKind.Request, MessageType.Ack) => ($"{who} has {seen.Address}{file}", EventLevel.Info),
            (DhcpEventKind.Request, MessageType.Nak) => ($"{who} is refused {seen.Address}: {seen.Reason}", EventLevel.Warning),
            (DhcpEventKind.Request, MessageType.None) when message.RequestedAddress is { } address && message.ServerIdentifier is { } server => ($"{who} takes {address} from {server}", EventLevel.Info),
            (DhcpEventKind.BootServer, MessageType.Ack) => ($"{who} asks port 4011: told{file.TrimStart(',')}", EventLevel.Info),
            (DhcpEventKind.BootServer, MessageType.None) => ($"{who} asks port 4011 and is not answered: {seen.Reason}", EventLevel.Warning),
            (DhcpEventKind.Discover, MessageType.None) when seen.Reason is { } reason => ($"{who} asks and is not answered: {reason}", reason.StartsWith("boots", StringComparison.Ordinal) ? EventLevel.Info : EventLevel.Warning),
            (DhcpEventKind.Exhausted, _) => ($"{who} asks and is not answered: {seen.Reason}", EventLevel.Error),
            (DhcpEventKind.Decline, _) when seen.Reason is { } reason => ($"{who} declines its address: {reason}", EventLevel.Warning),
            (DhcpEventKind.Conflict, _) => ($"{seen.Address} is refused: {seen.Reason}", EventLevel.Warning),
            _ => null,
        };
    }

    /// <summary>The address that the machine has: from the lease, its own word, or, beside another server, the one that it takes.</summary>
    private static IPAddress? AddressOf(DhcpEvent seen, DhcpMessage message)
    {
        var address = seen.Kind == DhcpEventKind.Request && seen.Reply == MessageType.None ? message.RequestedAddress ?? default : seen.Address;
        return seen.Reply == MessageType.Nak || address.IsAny || seen.Kind == DhcpEventKind.Discover ? null : address.ToIPAddress();
    }
}
