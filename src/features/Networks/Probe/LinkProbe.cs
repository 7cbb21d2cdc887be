using System.Net.Sockets;
using Racklight.App;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Probe;

/// <summary>Asks a link as every kind of client, and then the boot servers that the offers lead to.</summary>
internal static class LinkProbe
{
    private static readonly TimeSpan BootServerPatience = TimeSpan.FromSeconds(2);

    /// <summary>Who is asked as: one of each way to boot, and an ordinary client for comparison.</summary>
    public static IReadOnlyList<ProbeClient> Clients { get; } =
    [
        new(null), new(ClientArchitecture.X86Bios), new(ClientArchitecture.X64Uefi), new(ClientArchitecture.X64UefiHttp),
        new(ClientArchitecture.Arm64Uefi), new(ClientArchitecture.X86Bios, IsIpxe: true), new(ClientArchitecture.X64Uefi, IsIpxe: true),
    ];

    /// <summary>Asks.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="ports">The ports in use.</param>
    /// <param name="duration">How long offers are collected.</param>
    /// <param name="isEnough">Ends the collecting early; null: never.</param>
    /// <param name="within">Opens sockets, in another network namespace if need be.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="ProblemException">The DHCP client port cannot be opened.</exception>
    public static async Task<ProbeReport> AskAsync(LocalLink link, DhcpPorts ports, TimeSpan duration, Func<ProbeAnswer, bool>? isEnough, Action<Action> within, CancellationToken cancellationToken)
    {
        try
        {
            var offers = await DhcpProbe.AskAllAsync(link, ports, Clients, duration, isEnough, within, TimeProvider.System, cancellationToken);
            var answers = new List<ClientAnswers>();
            foreach (var client in Clients)
            {
                var one = new ClientAnswers(client, [.. offers.Where(offer => offer.Client == client)]);
                answers.Add(one.IsUefiPxe && one.Decisive is { } decisive && ClientAnswers.LeadsToBootServer(decisive) && link.Addresses.Count > 0
                    ? one with
                    {
                        BootServerAsked = true,
                        BootServer = await DhcpProbe.AskBootServerAsync(link, ClientAnswers.BootServerOf(decisive), ports.BootServer, client, BootServerPatience, within, TimeProvider.System, cancellationToken),
                    }
                    : one);
            }
            return ProbeReport.Of(answers);
        }
        catch (ListenException e)
        {
            throw new ProblemException(e.Message, e.Error == SocketError.AccessDenied ? "run as root" : "stop the DHCP client of this interface for the time of the probe", ExitCodes.Outside, e);
        }
    }
}
