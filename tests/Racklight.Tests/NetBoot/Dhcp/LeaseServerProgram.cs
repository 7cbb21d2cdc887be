using System.Net;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>
/// The DHCP server as a process of its own, with the file store: what the crash test kills and the benchmark measures.
/// Arguments: address, port, boot server port, subnet, first, last, store file.
/// </summary>
internal static class LeaseServerProgram
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length != 7)
        {
            await Console.Error.WriteLineAsync("arguments: ADDRESS PORT BOOT-PORT SUBNET FIRST LAST STORE-FILE");
            return 2;
        }
        using var store = new FileLeaseStore(arguments[6]);
        if (!IPv4Subnet.TryParse(arguments[3], out var subnet) || !IPv4.TryParse(arguments[4], out var first) || !IPv4.TryParse(arguments[5], out var last)) return 2;
        await using var server = await DhcpServer.StartAsync(new DhcpServerOptions
        {
            Networks = [new DhcpNetwork("net", subnet) { Mode = NetworkMode.Full, First = first, Last = last, LeaseTime = TimeSpan.FromHours(1) }],
            Boot = new BootOptions { ScriptUrl = address => $"http://{address}:8080/boot.ipxe", LoaderUrl = (address, file) => $"http://{address}:8080/loader/{file}" },
            Files = new FixedFiles(),
            Policy = new OpenPolicy(),
            Leases = store,
            Observer = new SilentObserver(),
            Ports = new DhcpPorts(ushort.Parse(arguments[1], null), ushort.Parse(arguments[2], null)),
            Address = IPAddress.Parse(arguments[0]),
        });
        var stopped = new TaskCompletionSource();
        using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopped.TrySetResult();
        });
        await Console.Out.WriteLineAsync("ready");
        await stopped.Task;
        await Console.Error.WriteLineAsync($"received {server.Counters.Received}, sent {server.Counters.Sent}, malformed {server.Counters.Malformed}, dropped {server.Counters.Dropped}, unsent {server.Counters.Unsent}");
        return 0;
    }
}

/// <summary>The names that Debian's ipxe package has.</summary>
internal sealed class FixedFiles : IBootFileSource
{
    public string? Find(ClientArchitecture architecture, bool overHttp) => architecture switch
    {
        ClientArchitecture.X86Bios => "undionly.kpxe",
        ClientArchitecture.X64Uefi or ClientArchitecture.EfiByteCode or ClientArchitecture.X64UefiHttp => "snponly.efi",
        ClientArchitecture.X86Uefi => "snponly-ia32.efi",
        ClientArchitecture.Arm64Uefi or ClientArchitecture.Arm64UefiHttp => "snponly-arm64.efi",
        _ => null,
    };
}

/// <summary>No reservations; everybody boots from the network.</summary>
internal sealed class OpenPolicy : IClientPolicy
{
    public Dictionary<HardwareAddress, IPv4> Reservations { get; } = [];

    public Dictionary<string, IPv4> UuidReservations { get; } = [];

    public HashSet<HardwareAddress> Local { get; } = [];

    public IPv4? Reservation(HardwareAddress client, string? uuid)
        => Reservations.TryGetValue(client, out var address) || (uuid is not null && UuidReservations.TryGetValue(uuid, out address)) ? address : null;

    public bool IsTaken(IPv4 address) => Reservations.ContainsValue(address) || UuidReservations.ContainsValue(address);

    public bool BootsFromNetwork(HardwareAddress client, string? uuid) => !Local.Contains(client);
}

/// <summary>Hears everything and says nothing.</summary>
internal sealed class SilentObserver : IDhcpObserver
{
    public void Saw(in DhcpEvent seen)
    {
    }
}
