using System.Net;
using System.Net.Sockets;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A port could not be opened.</summary>
public sealed class ListenException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ListenException(IPAddress address, int port, string? interfaceName, SocketError error, Exception? inner = null)
        : base($"cannot listen on UDP port {port} of {Where(address, interfaceName)}: {Why(error)}", inner)
    {
        Port = port;
        Error = error;
    }

    /// <summary>The UDP port.</summary>
    public int Port { get; }

    /// <summary>Why: AddressAlreadyInUse, AccessDenied, AddressNotAvailable, or what else the system said.</summary>
    public SocketError Error { get; }

    private static string Where(IPAddress address, string? interfaceName)
        => interfaceName is not null ? $"interface {interfaceName}" : address.Equals(IPAddress.Any) ? "all interfaces" : address.ToString();

    private static string Why(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => "another program has it",
        SocketError.AccessDenied => "not permitted",
        SocketError.AddressNotAvailable => "no interface has that address",
        _ => error.ToString(),
    };
}
