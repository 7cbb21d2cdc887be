using Racklight.Menus.Preview;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Nodes.Boots;
using Racklight.Nodes.Machines;
using Racklight.Nodes.Refs;
using Racklight.Sites;

namespace Racklight.Nodes.Preview;

/// <summary>What a machine would see, made by what writes machines' scripts; without a boot, a session or a word on any timeline.</summary>
internal sealed class MenuPreviews(ISites sites, ISiteRefs refs, BootLedger ledger, PreviewMachines machines, Choices choices) : IMenuPreviews
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<PreviewMachine>> MachinesAsync(CancellationToken cancellationToken) => machines.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<MenuPreview> ShowAsync(PreviewQuestion question, CancellationToken cancellationToken)
    {
        var machine = await machines.FindAsync(question.Machine, cancellationToken);
        var architecture = question.Architecture != Architecture.Unknown ? question.Architecture : machine?.Architecture is { } seen and not Architecture.Unknown ? seen : Architecture.X64;
        var firmware = question.Firmware != Firmware.Unknown ? question.Firmware : machine?.Firmware is { } last and not Firmware.Unknown ? last : Firmware.Uefi;
        var request = machines.Request(question, machine, architecture, firmware);
        var preview = new MenuPreview { Machine = machine, Architecture = architecture, Firmware = firmware, Memory = request.MemoryMiB, Loader = request.Capabilities.ToString() };
        try
        {
            if (question.Machine is { } name && machine is null) throw new ProblemException($"neither the site nor the record of boots knows a machine {name}", "choose one of the list, or give a MAC", ExitCodes.NotSo);
            var (site, at, problems) = await SiteAsync(question.Ref, cancellationToken);
            preview = preview with { Commit = at?.Commit ?? sites.Current.Commit, RefName = at?.Ref, Masked = site is { Protected: false }, Problems = problems };
            return site is null ? preview : await FillAsync(preview, request with { At = at }, site, question, cancellationToken);
        }
        catch (ProblemException e)
        {
            return preview with { Problems = e.Problems };
        }
    }

    private async Task<(Site? Site, SiteAt? At, IReadOnlyList<Problem> Problems)> SiteAsync(string? reference, CancellationToken cancellationToken)
    {
        if (reference is null) return (sites.Current, null, []);
        var resolved = await refs.ResolveAsync(reference, cancellationToken);
        var reading = await refs.ReadAsync(resolved.Commit, cancellationToken);
        // A machine that asks for a ref is sent on to its commit; only a ref that cannot be read has none to boot.
        var at = new SiteAt(reading.Site ?? sites.Current, resolved.FullName, resolved.Commit, IsTry: false);
        return (reading.Site, at, reading.Site is null ? reading.Problems : []);
    }

    private async Task<MenuPreview> FillAsync(MenuPreview preview, BootRequest request, Site site, PreviewQuestion question, CancellationToken cancellationToken)
    {
        var node = SiteIndex.FindIn(site, request.Mac, request.Uuid, request.Serial);
        var last = preview.Machine is { } machine ? await MenuMemory.LastAsync(ledger.Store, machine.Name, cancellationToken) : null;
        var menu = MachineMenu.Of(request, site, node.File, last);
        IReadOnlyList<string> typed = [.. question.Serial || menu.Page.IsSerial ? Words(MenuPageScript.SerialArguments) : [], .. Words(question.Arguments ?? "")];
        return preview with
        {
            Boots = node.Boots,
            Screen = PreviewScreens.Of(menu, question),
            Choice = question.Entry is { } entry ? await choices.ShowAsync(request, site, node, entry, typed, cancellationToken) : null,
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
