using System.Security.Cryptography;
using Racklight.Images;
using Racklight.Menus.Entries;
using Racklight.Nodes.Boots;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>Opens the boot session that goes with a script.</summary>
internal sealed partial class BootScripts
{
    /// <summary>A question for a script.</summary>
    /// <param name="Request">The question.</param>
    /// <param name="Hold">The boot that it belongs to.</param>
    /// <param name="Open">The session that the boot has already, or null.</param>
    /// <param name="Why">Why it boots what it boots, for the timeline; empty: the site says so.</param>
    /// <param name="Once">For this one boot: the machine is to tell that it really happens.</param>
    private sealed record Asked(BootRequest Request, BootHold Hold, BootSession? Open, string Why, bool Once);

    /// <summary>Opens a session only to hear that the script is run: nothing else that the machine does from here on is seen.</summary>
    private async Task<Script> OpenPlainAsync(Asked asked, Func<string?, string> write, string message, string outcome, CancellationToken cancellationToken)
    {
        var session = asked.Once ? Session(asked) : null;
        string? text = null;
        var notice = Or(asked.Request, asked.Hold, () => text = write(Told(asked, session)));
        if (text is null) return notice;
        if (session is not null) await sessions.OpenAsync(session with { Script = text }, cancellationToken);
        await CloseAsync(asked.Open, cancellationToken);
        asked.Hold.Append(BootSteps.Script, EventLevel.Info, message, $$"""{"outcome":"{{outcome}}"}""");
        return new Script(text);
    }

    private async Task<Script> OpenAsync(Asked asked, Site site, KnownNode node, Image image, string what, CancellationToken cancellationToken)
    {
        var (request, hold) = (asked.Request, asked.Hold);
        var disk = site.DisksOf(node.File).GetValueOrDefault("data");
        var session = Session(asked);
        string? text = null;
        // Its kernel and initrd are fetched from here, unless a cache of the rack has them.
        var notice = Or(request, hold, () => text = ScriptTexts.Image(request, session.Id, node.Name, image, disk, Told(asked, session)));
        if (text is null) return notice;
        await CloseAsync(asked.Open, cancellationToken);
        session = session with { Image = image.Digest.Hex, Script = text };
        // Both in one commit: what a machine waits for is the disk.
        await Task.WhenAll(sessions.OpenAsync(session, cancellationToken), hold.UpdateAsync(boot => boot with { Image = image.Digest.Hex }, cancellationToken));
        // An image boots without them: what is wrong is told on the timeline, and the file itself is not handed out.
        await answers.KeepAsync(session, node, request, hold, cancellationToken);
        hold.Append(BootSteps.Script, EventLevel.Info, $"{Describe(request)} fetched its script: {what}{asked.Why}, image {image.Digest.Short}", $$"""{"image":"{{image.Digest.Hex}}"{{MenuMemory.Note(request)}}}""");
        return new Script(text);
    }

    private async Task<Script> OpenEntryAsync(Asked asked, KnownNode node, CatalogEntry entry, CancellationToken cancellationToken)
    {
        var (request, hold) = (asked.Request, asked.Hold);
        var session = Session(asked);
        await sessions.OpenAsync(session, cancellationToken);
        var wrong = await answers.KeepAsync(session, node, request, hold, cancellationToken);
        string? text = null;
        // Hidden behind an installer's first question, a broken answer file would be found by nobody: the machine says so itself.
        var notice = wrong.Count > 0 && entry.Recipe.Answers is not null
            ? new Script(ScriptTexts.WrongAnswers(request, wrong))
            : Or(request, hold, () => text = EntryScripts.Entry(request, entry, answers.UrlFor(request, session.Id, node, entry.Recipe.Answers?.Format), node.File is null ? null : node.Name, EntryScripts.Mirrored(request, mirror), Told(asked, session)));
        await sessions.UpdateAsync(session with { Script = text, Closed = text is null ? clock.GetUtcNow() : null }, cancellationToken);
        if (text is null) return notice;
        await CloseAsync(asked.Open, cancellationToken);
        hold.Append(BootSteps.Script, EventLevel.Info, $"{Describe(request)} fetched its script: {entry.Title}{asked.Why}", $$"""{"entry":"{{entry.Id}}"{{MenuMemory.Note(request)}}}""");
        return new Script(text);
    }

    private BootSession Session(Asked asked)
    {
        var (request, boot) = (asked.Request, asked.Hold.Active!.Boot);
        return new BootSession(RandomNumberGenerator.GetHexString(32, lowercase: true), boot.Id, boot.Node, request.Mac.ToString(), request.Client.ToString(), clock.GetUtcNow()) { SiteCommit = request.At?.Commit };
    }

    private async Task CloseAsync(BootSession? replaced, CancellationToken cancellationToken)
    {
        if (replaced is not null) await sessions.UpdateAsync(replaced with { Closed = clock.GetUtcNow() }, cancellationToken);
    }

    /// <summary>Where the machine tells that it starts what it was given.</summary>
    private static string? Told(Asked asked, BootSession? session) => asked.Once && session is not null ? $"http://{asked.Request.Server.Authority}/boots/{session.Id}/started" : null;
}
