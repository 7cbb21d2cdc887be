using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Racklight.Nodes.Boots;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>A request that may speak for a boot session; holds the node's boot until disposed.</summary>
/// <param name="Session">The session as stored now.</param>
/// <param name="Hold">The boot that it belongs to.</param>
internal sealed record Admitted(BootSession Session, BootHold Hold) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Hold.Dispose();
}

/// <summary>
/// Stands before everything under <c>/boots/SESSION</c>: unknown 404, another machine's address 403 (recorded), closed 410,
/// too much 429. The answer is written here when it is not let in.
/// </summary>
internal sealed partial class SessionGate(ISessionStore sessions, BootLedger ledger, MachineBook book, TimeProvider clock, ILogger<SessionGate> log)
{
    // A machine that did not come up within that time never will; its session must not stay usable.
    private static readonly TimeSpan BootLimit = TimeSpan.FromHours(6);

    /// <summary>Lets a request in, or answers it and returns null.</summary>
    public async Task<Admitted?> AdmitAsync(HttpContext http)
    {
        var id = http.GetRouteValue("session") as string ?? "";
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower)) return await DenyAsync(http, StatusCodes.Status404NotFound, "there is no such boot session");
        var found = await sessions.FindAsync(id, http.RequestAborted);
        if (found is null) return await DenyAsync(http, StatusCodes.Status404NotFound, "there is no such boot session");
        var hold = await ledger.EnterAsync(found.Node, http.RequestAborted);
        var admitted = false;
        try
        {
            // Read again: what was true before the turn came may have changed (two requests with a credential).
            var session = await sessions.FindAsync(id, http.RequestAborted);
            if (session is null) return await DenyAsync(http, StatusCodes.Status404NotFound, "there is no such boot session");
            if (!await IsItsMachineAsync(http, hold, session)) return null;
            if (session.Closed is not null || hold.Active is not { } active || active.Boot.Id != session.BootId || IsTooOld(session, active)) return await DenyAsync(http, StatusCodes.Status410Gone, "this boot session is over");
            if (!active.Requests.TryTake(clock.GetUtcNow()))
            {
                http.Response.Headers.RetryAfter = "5";
                return await DenyAsync(http, StatusCodes.Status429TooManyRequests, "too many requests for one boot");
            }
            admitted = true;
            return new Admitted(session, hold);
        }
        finally
        {
            if (!admitted) hold.Dispose();
        }
    }

    private bool IsTooOld(BootSession session, ActiveBoot active)
        => active.Boot.State != BootState.Live && clock.GetUtcNow() - session.Opened > BootLimit;

    private async Task<bool> IsItsMachineAsync(HttpContext http, BootHold hold, BootSession session)
    {
        var client = BootRequest.Remote(http);
        // The initramfs may get another address than iPXE had: then our own DHCP saw it, or it is not the same machine.
        if (client.ToString() == session.Address || (MacAddress.TryParse(session.Mac, out var mac) && book.Vouches(mac, client))) return true;
        var why = string.Create(CultureInfo.InvariantCulture, $"{client} used the boot session of {session.Address} ({session.Mac})");
        if (hold.Active?.Boot.Id == session.BootId && hold.Append(StepNow(hold.Active), EventLevel.Warning, "refused: " + why)) Refused(log, session.Node, why);
        await http.AnswerAsync(StatusCodes.Status403Forbidden, "this boot session belongs to another address");
        return false;
    }

    private static string StepNow(ActiveBoot active) => Steps.InOrder[Math.Max(active.Reached, Steps.IndexOf(BootSteps.Script))];

    private static async Task<Admitted?> DenyAsync(HttpContext http, int status, string why)
    {
        await http.AnswerAsync(status, why);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Node}: refused: {Why}")]
    private static partial void Refused(ILogger log, string node, string why);
}
