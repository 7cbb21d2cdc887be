using Racklight.Nodes.Assigning;
using Racklight.Nodes.Refs;

namespace Racklight.Nodes.Boots;

/// <summary>
/// When what holds for one boot (an assignment, a try) is used up: the boot's initramfs or installer reported, its kernel and initrd were fetched
/// whole, or iPXE told that it has everything and starts it. Never by DHCP, TFTP or a script that was only looked at.
/// </summary>
internal sealed class OnceBoots(Tries tries, Assignments assignments)
{
    /// <summary>The machine of that boot said something itself.</summary>
    public async Task ReportedAsync(BootHold hold, CancellationToken cancellationToken)
    {
        if (hold.Active is not { } active) return;
        active.Spent |= await tries.UseUpAsync(hold, cancellationToken) | await assignments.UseUpAsync(hold, cancellationToken);
    }

    /// <summary>A file of that boot was fetched whole.</summary>
    /// <param name="hold">The boot.</param>
    /// <param name="part"><c>kernel</c> or <c>initrd</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FetchedAsync(BootHold hold, string part, CancellationToken cancellationToken)
    {
        if (hold.Active is not { } active) return;
        active.FetchedKernel |= part == "kernel";
        active.FetchedInitrd |= part == "initrd";
        if (active is { FetchedKernel: true, FetchedInitrd: true }) await ReportedAsync(hold, cancellationToken);
    }
}
