using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Racklight.Images;
using Racklight.Menus.Entries;
using Racklight.Mirrors;
using Racklight.Nodes.Assigning;
using Racklight.Nodes.Boots;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>A script for iPXE.</summary>
/// <param name="Text">The script.</param>
/// <param name="Refused">It only tells why nothing is booted, because this client may not have what it asked for.</param>
internal sealed record Script(string Text, bool Refused = false);

/// <summary>Decides what a machine boots and opens the boot session that goes with it (DESIGN §6).</summary>
internal sealed partial class BootScripts(SiteIndex index, ISites sites, IImages images, MachineBook book, BootLedger ledger, ISessionStore sessions, ITryStore tries, Assignments assignments, SessionAnswers answers, TimeProvider clock, ILogger<BootScripts> log, IMirror? mirror = null)
{
    // While a boot was heard of that recently, another address for its MAC is a second machine, not a new lease.
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(5);

    // A boot that was silent for so long after its script was switched off and on without our seeing it (DHCP off).
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    /// <summary>The script for a machine; the same bytes again for as long as the boot goes on.</summary>
    public Task<Script> ForAsync(BootRequest request, CancellationToken cancellationToken)
        => InBootAsync(request, (node, hold, open) => DecideAsync(request, node, hold, open, cancellationToken), cancellationToken);

    /// <summary>Why a machine gets nothing by the ref that it asked for: on its timeline and on its screen.</summary>
    public Task<Script> FailAsync(BootRequest request, string title, IReadOnlyList<Problem> problems, string hint, CancellationToken cancellationToken)
        => InBootAsync(
            request,
            (_, hold, _) =>
            {
                var errors = problems.Where(static problem => problem.Severity == Severity.Error).ToList();
                // One with a line is the cause; one without is often what follows from it.
                var first = errors.Find(static problem => problem.Line > 0) ?? errors.FirstOrDefault() ?? problems[0];
                var more = errors.Count - 1;
                hold.Append(BootSteps.Script, EventLevel.Error, $"{title}: {ScriptTexts.OneProblem(first)}{(more > 0 ? $" (and {more} more)" : "")}");
                return Task.FromResult(new Script(ScriptTexts.Errors(request, title, problems, hint)));
            },
            cancellationToken);

    private async Task<Script> InBootAsync(BootRequest request, Func<KnownNode, BootHold, BootSession?, Task<Script>> decide, CancellationToken cancellationToken)
    {
        var node = index.Find(request.Mac, request.Uuid, request.Serial);
        using var hold = await ledger.EnterAsync(node.Name, cancellationToken);
        var open = await sessions.OpenSessionOfAsync(request.Mac.ToString(), cancellationToken);
        if (Refusal(request, hold.Active, open) is { } why)
        {
            if (hold.Active is null) await hold.OpenAsync(request.Mac, clock.GetUtcNow(), cancellationToken);
            if (hold.Append(BootSteps.Script, EventLevel.Warning, "refused: " + why)) Refused(log, node.Name, why);
            return new Script(ScriptTexts.Notice(request, "Refused (403)", why, "If the machine was moved or its card replaced, switch it off and on."), Refused: true);
        }
        book.Note(request.Mac, request.Client, request.Uuid, byDhcp: false);
        if (request.MemoryMiB is { } memory) book.NoteMemory(request.Mac, memory);
        var now = clock.GetUtcNow();
        if (IsNewBoot(request, hold.Active, now)) await hold.OpenAsync(request.Mac, now, cancellationToken, boot => boot with { Address = request.Client.ToString(), Firmware = request.Firmware });
        if (open is not null && open.BootId != hold.Active!.Boot.Id)
        {
            await sessions.UpdateAsync(open with { Closed = now }, cancellationToken);
            open = null;
        }
        // A machine that asks again within its boot was seen already.
        if (open?.Script is null) ledger.Store.See(new SeenMachine(request.Mac.ToString()) { Node = node.File is null ? null : node.Name, First = now, Last = now, Count = 1, Uuid = request.Uuid, Description = Describe(request), Firmware = request.Firmware, Address = request.Client.ToString(), Serial = request.Serial, Manufacturer = request.Manufacturer, Product = request.Product, Cards = request.Cards });
        await hold.UpdateAsync(boot => boot with { Address = request.Client.ToString(), Firmware = request.Firmware ?? boot.Firmware, Mac = request.Mac.ToString() }, cancellationToken);
        if (hold.Active!.Reached < Steps.Loader) hold.Append(BootSteps.Loader, EventLevel.Info, $"{Describe(request)} is running");
        return await decide(node, hold, open);
    }

    private static bool IsNewBoot(BootRequest request, ActiveBoot? active, DateTimeOffset now)
        => active is null
        || active.Boot.State != BootState.Booting
        || active.Reached >= Steps.Initramfs
        // What is chosen in a menu belongs to the boot that shows the menu.
        || (active.Spent && request is { Entry: null, At: null or { IsTry: true } })
        || (active.Reached > Steps.Loader && now - active.LastHeard > Stale);

    private string? Refusal(BootRequest request, ActiveBoot? active, BootSession? open)
    {
        var client = request.Client.ToString();
        if (book.Contradicts(request.Mac, request.Client)) return $"{client} asks for the script of {request.Mac}, which has another address by DHCP";
        var live = open is not null && active is { Boot.State: BootState.Booting } && active.Boot.Id == open.BootId && clock.GetUtcNow() - active.LastHeard < UnderWay;
        return live && open!.Address != client && !book.Vouches(request.Mac, request.Client)
            ? $"{client} asks for the script of {request.Mac}, whose boot session belongs to {open.Address}"
            : null;
    }

    private async Task<Script> DecideAsync(BootRequest request, KnownNode node, BootHold hold, BootSession? open, CancellationToken cancellationToken)
    {
        if (open is { Script: { } same } && !hold.Active!.Reconsider && request.Entry is null && (request.At is not { IsTry: false } at || open.SiteCommit == at.Commit))
        {
            if (open.Address != request.Client.ToString()) await sessions.UpdateAsync(open with { Address = request.Client.ToString() }, cancellationToken);
            hold.Append(BootSteps.Script, EventLevel.Info, "iPXE fetched the same script again");
            return new Script(same);
        }
        hold.Active!.Reconsider = false;
        var site = request.At?.Site ?? sites.Current;
        // Whoever chose an entry or a ref at the machine wants that one.
        var assigned = request is { At: null, Entry: null } ? await assignments.Store.FindAsync(new AssignmentTargets(node.Name, request.Mac.ToHyphens(), request.Uuid, request.Serial), cancellationToken) : null;
        // The timeline is the node's by the served site; what it boots, and as whom, another ref may say differently.
        if (request.At is not null) node = SiteIndex.FindIn(site, request.Mac, request.Uuid, request.Serial);
        var (boots, what) = BootTarget.Resolve(site, request.Entry ?? assigned?.What ?? node.Boots);
        var why = request.At is { } other ? ", " + other.Words : assigned is null ? "" : $", assigned {(assigned.Once ? "once " : "")}by {assigned.Who}";
        // Also for a menu: what is chosen there belongs to the same boot.
        if (request.At is { IsTry: true } tried) await tries.HandOutAsync(hold.Active.Boot.Node, tried.Ref, hold.Active.Boot.Id, cancellationToken);
        if (assigned is { Once: true }) await assignments.Store.HandOutAsync(assigned, hold.Active.Boot.Id, cancellationToken);
        var asked = new Asked(request, hold, open, why, assigned is { Once: true } || request.At is { IsTry: true, Once: true });
        switch (await BootTarget.OfAsync(site, boots, request.Entry, images, cancellationToken))
        {
            case BootTarget.OwnDisk:
                return await OpenPlainAsync(asked, told => ScriptTexts.Local(node, told), "told to boot from its own disk" + why, "local", cancellationToken);
            case BootTarget.Menu:
                var last = await MenuMemory.LastAsync(ledger.Store, hold.Active.Boot.Node, cancellationToken);
                return await OpenPlainAsync(asked, told => MachineMenu.Of(request, site, node.File, last).Write(told), "iPXE shows the menu" + why, "menu", cancellationToken);
            case BootTarget.Elsewhere(var url):
                return await OpenPlainAsync(asked, told => ScriptTexts.Chain(url, told), $"sent on to {url}{why}", "chain", cancellationToken);
            case BootTarget.OfEntry(var entry):
                return await OpenEntryAsync(asked, node, entry, cancellationToken);
            case BootTarget.Nothing(var fault):
                hold.Append(BootSteps.Script, EventLevel.Error, fault);
                return new Script(ScriptTexts.Nothing(request, new Problem(fault) { Hint = "The machine tries again when it is switched on." }));
            case BootTarget.OfImage(var image):
                if (open is { Script: { } known } && open.Image == image.Digest.Hex && open.SiteCommit == request.At?.Commit) return new Script(known);
                return await OpenAsync(asked, site, node, image, what, cancellationToken);
            case var target:
                throw new InvalidOperationException($"A boot target of the kind {target.GetType().Name} is not known.");
        }
    }

    private static Script Or(BootRequest request, BootHold hold, Func<string> write)
    {
        try
        {
            return new Script(write());
        }
        catch (ProblemException e)
        {
            var problem = e.Problems[0];
            hold.Append(BootSteps.Script, EventLevel.Error, problem.Message);
            return new Script(ScriptTexts.Nothing(request, problem));
        }
    }

    private static string Describe(BootRequest request) => request.IpxeVersion is { } version ? $"iPXE {version}" : "a client that is not iPXE";

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Node}: refused: {Why}")]
    private static partial void Refused(ILogger log, string node, string why);
}
