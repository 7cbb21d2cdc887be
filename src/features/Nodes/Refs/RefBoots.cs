using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Nodes.Machines;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Refs;

/// <summary>
/// Boots by any ref (DESIGN §5): <c>/ref/feature/x/boot.ipxe</c> is resolved once and sent on to <c>/ref/COMMIT/boot.ipxe</c>, which answers with what that
/// commit's site says. What is wrong with a ref is told on the machine's screen and its timeline; nobody else notices.
/// </summary>
internal sealed class RefBoots(ISiteRefs refs, SiteIndex index, BootScripts scripts, ITryStore tries, RefLimits limits, INodes nodes)
{
    private const string File = "/boot.ipxe";

    // Only what a script of ours puts there, in plain characters, goes into the new address.
    private static readonly string[] Words = ["mac", "uuid", "serial", "arch", "platform", "memory", "stage", "entry"];

    /// <summary><c>GET /ref/REF/boot.ipxe</c>.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        var path = http.GetRouteValue("rest") as string ?? "";
        if (!path.EndsWith(File, StringComparison.Ordinal))
        {
            await http.AnswerAsync(StatusCodes.Status404NotFound, "There is nothing here: /ref/REF/boot.ipxe is what machines ask for.");
            return;
        }
        // Kestrel leaves this one encoded, since it would change what the path's parts are; here a slash is a part of the name.
        var text = path[..^File.Length].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var named = http.Request.Query.ContainsKey("mac");
        var why = "";
        var request = named ? BootRequest.Read(http, out why) : null;
        if (named && request is null) await MachineEndpoints.WriteAsync(http, new Script(ScriptTexts.Notice(ServerBase.Of(http), "Nothing to boot", why, "Boot by the network card once more."), Refused: true));
        else if (!limits.MayAsk(BootRequest.Remote(http))) await RefuseAsync(http);
        else if (RefName.IsWholeCommit(text)) await CommitAsync(http, request, text);
        else await ResolveAsync(http, request, text);
    }

    /// <summary>What a machine gets that asked for no ref: what it was told to try, else what the served site says.</summary>
    public async Task<Script> ForAsync(BootRequest request, CancellationToken cancellationToken)
    {
        var node = index.Find(request.Mac, request.Uuid, request.Serial);
        if (request.Entry is not null || await tries.FindAsync(node.Name, cancellationToken) is not { } tried) return await scripts.ForAsync(request, cancellationToken);
        if (!limits.MayAsk(request.Client)) return new Script(Busy(request.Asks), Refused: true);
        var hint = $"Push a ref that is right, or end the try: racklight node try {node.Name} --end";
        try
        {
            var resolved = await refs.ResolveAsync(tried.Ref, cancellationToken);
            var reading = await refs.ReadAsync(resolved.Commit, cancellationToken);
            return reading.Site is { } site
                ? await scripts.ForAsync(request with { At = new SiteAt(site, tried.Ref, resolved.Commit, IsTry: true) { Once = tried.Once } }, cancellationToken)
                : await scripts.FailAsync(request, $"{tried.Ref} cannot be tried", reading.Problems, hint, cancellationToken);
        }
        catch (ProblemException e)
        {
            return await scripts.FailAsync(request, $"{tried.Ref} cannot be tried", e.Problems, hint, cancellationToken);
        }
    }

    private async Task ResolveAsync(HttpContext http, BootRequest? request, string text)
    {
        ResolvedRef resolved;
        try
        {
            resolved = await refs.ResolveAsync(text, http.RequestAborted);
        }
        catch (ProblemException e)
        {
            await FailAsync(http, request, "There is no such ref", e.Problems, "Choose again from the menu, or push the ref.");
            return;
        }
        if (request is not null) nodes.Saw(new Sighting(BootSteps.Script, $"asked for {resolved.Ref}: it is commit {resolved.Commit[..12]}") { Mac = request.Mac, Uuid = request.Uuid });
        var query = string.Join('&', Words.Select(word => (word, Value: http.Request.Query[word].ToString())).Where(static pair => IsPlain(pair.Value)).Select(static pair => $"{pair.word}={pair.Value}"));
        // A whole address: not every client puts a relative one together.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect($"http://{ServerBase.Of(http).Authority}/ref/{resolved.Commit}{File}{(query.Length > 0 ? "?" + query : "")}");
    }

    private async Task CommitAsync(HttpContext http, BootRequest? request, string commit)
    {
        SiteReading reading;
        try
        {
            reading = await refs.ReadAsync(commit, http.RequestAborted);
        }
        catch (ProblemException e)
        {
            await FailAsync(http, request, "There is no such commit", e.Problems, "Choose again from the menu, or push it.");
            return;
        }
        if (reading.Site is not { } site) await FailAsync(http, request, $"The site has errors at commit {commit[..12]}", reading.Problems, "Push a commit that is right; racklight site check tells all its errors.");
        else if (request is null)
        {
            var (asks, capabilities) = BootRequest.ClientOf(http);
            await MachineEndpoints.WriteAsync(http, new Script(RefFirstStageScript.Write(asks, commit, capabilities)));
        }
        else await MachineEndpoints.WriteAsync(http, await scripts.ForAsync(request with { At = new SiteAt(site, commit[..12], commit, IsTry: false) }, http.RequestAborted));
    }

    private async Task FailAsync(HttpContext http, BootRequest? request, string title, IReadOnlyList<Problem> problems, string hint)
    {
        var script = request is null ? new Script(ScriptTexts.Errors(ServerBase.Of(http), title, problems, hint)) : await scripts.FailAsync(request, title, problems, hint, http.RequestAborted);
        // iPXE shows only the number of an error, so it gets the script with 200; programs get the number too.
        if (BootRequest.VersionOf(http.Request.Headers.UserAgent.ToString()) is null) http.Response.StatusCode = StatusCodes.Status404NotFound;
        await MachineEndpoints.WriteAsync(http, script);
    }

    private static Task RefuseAsync(HttpContext http)
    {
        if (BootRequest.VersionOf(http.Request.Headers.UserAgent.ToString()) is not null) return MachineEndpoints.WriteAsync(http, new Script(Busy(ServerBase.Of(http))));
        http.Response.Headers.RetryAfter = "5";
        return http.AnswerAsync(StatusCodes.Status429TooManyRequests, "too many refs asked for");
    }

    private static string Busy(BootServer server) => ScriptTexts.Notice(server, "Too many refs asked for (429)", "This machine asks for refs more often than once in two seconds.", "Wait a little.");

    private static bool IsPlain(string text) => text.Length is > 0 and <= 128 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
