namespace Racklight.NetBoot.Dhcp;

/// <summary>How a datagram came in.</summary>
/// <param name="Interface">The index of the interface.</param>
/// <param name="Local">Our address that it came to; for a broadcast, the interface's.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="SourcePort">From which port.</param>
/// <param name="OnBootServerPort">It came to port 4011.</param>
internal readonly record struct Arrival(int Interface, IPv4 Local, IPv4 Source, ushort SourcePort, bool OnBootServerPort);
