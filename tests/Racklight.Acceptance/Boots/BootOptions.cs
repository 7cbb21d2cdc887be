using Racklight.Labs;

namespace Racklight.Acceptance.Boots;

/// <summary>One combination to boot.</summary>
/// <param name="Firmware">BIOS or UEFI.</param>
/// <param name="Dhcp"><c>full</c>: our server gives addresses; <c>proxy</c>: dnsmasq gives them beside us.</param>
/// <param name="Pxe">How UEFI clients are led to the loader: <c>binl</c> or <c>bypass</c>.</param>
/// <param name="Nic">The card.</param>
public sealed record BootOptions(Firmware Firmware, string Dhcp, string Pxe = "binl", NicModel Nic = NicModel.Virtio)
{
    /// <summary>The product whose exported configuration gives addresses and points to us; null: none. Goes with <see cref="Dhcp"/> = <c>off</c>.</summary>
    public string? Behind { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Firmware.ToString().ToLowerInvariant()}-{Dhcp}-{Pxe}-{Nic.ToString().ToLowerInvariant()}{(Behind is null ? "" : "-behind-" + Behind)}";
}
