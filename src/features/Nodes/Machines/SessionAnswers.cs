using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Racklight.Answers;
using Racklight.Nodes.Boots;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>
/// <c>/boots/SESSION/answers/FILE</c>: what an installer reads. The files are made of what was kept when the session was opened, so an
/// installer that retries gets the same bytes, whatever the site became since.
/// </summary>
internal sealed class SessionAnswers(SessionGate gate, ISessionStore sessions, ISites sites, ISiteRefs refs, ExtraTrustedKeys extra, ISiteSecrets secrets, OnceBoots once)
{
    private const int MostShown = 5;

    /// <summary>Keeps what a session's answer files are made of, and puts what is wrong with them on its timeline.</summary>
    /// <returns>The errors: what cannot be installed without its answers is not booted when there is one.</returns>
    public async Task<IReadOnlyList<Problem>> KeepAsync(BootSession session, KnownNode node, BootRequest request, BootHold hold, CancellationToken cancellationToken)
    {
        try
        {
            var set = SetOf(request, session.Id, node);
            if (set.Files.Count == 0) return [];
            var (snapshot, problems) = set.Keep(secrets.Of(request.At?.Site ?? sites.Current));
            await sessions.KeepAnswersAsync(session.Id, snapshot, cancellationToken);
            IReadOnlyList<Problem> errors = [.. problems.Where(static problem => problem.Severity == Severity.Error)];
            foreach (var error in errors.Take(MostShown)) hold.Append(BootSteps.Script, EventLevel.Warning, "an answer file would not be handed out: " + Line(error));
            return errors;
        }
        catch (ProblemException e)
        {
            hold.Append(BootSteps.Script, EventLevel.Error, e.Problems[0].Message);
            return e.Problems;
        }
    }

    /// <summary>Where a machine's installer finds its answer file of a format; null when the site names none for it.</summary>
    public string? UrlFor(BootRequest request, string session, KnownNode node, string? format)
        => format is not null && SetOf(request, session, node).FileOf(format) is { } file ? $"http://{request.Server.Authority}/boots/{session}/answers/{file}" : null;

    /// <summary>A machine's answer files by the site that it boots from. Who may log in is the served site's word alone.</summary>
    public AnswerSet SetOf(BootRequest request, string session, KnownNode node)
        => AnswerSet.Of(request.At?.Site ?? sites.Current, node.Name, node.File, new MachineFacts($"http://{request.Server.Authority}", session) { Mac = request.Mac.ToString(), Address = request.Client.ToString(), Trusts = sites.Current, ExtraKeys = extra.Lines });

    /// <summary>Sends a file, or says why not.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        using var admitted = await gate.AdmitAsync(http);
        if (admitted is null) return;
        var (session, hold) = admitted;
        var name = http.GetRouteValue("file") as string ?? "";
        http.Response.Headers.CacheControl = "no-store";
        if (await sessions.AnswersAsync(session.Id, http.RequestAborted) is not { } snapshot)
        {
            await http.AnswerAsync(StatusCodes.Status404NotFound, $"the site names no answer files for {session.Node}");
            return;
        }
        var set = AnswerSet.FromSnapshot(snapshot);
        if (!set.Files.Contains(name))
        {
            // Installers look for files that need not be there (network-config): no event.
            await http.AnswerAsync(StatusCodes.Status404NotFound, $"the site names no answer file of that name for {session.Node}: there are {string.Join(", ", set.Files)}");
            return;
        }
        var source = await SecretsNowAsync(session, set, http.RequestAborted);
        var answer = set.ForMachine(name, source);
        var step = Steps.InOrder[Math.Max(hold.Active!.Reached, Steps.IndexOf(BootSteps.Script))];
        if (!answer.Good)
        {
            var why = Errors(set, answer, source);
            hold.Append(step, EventLevel.Error, $"{name} is not handed out: {Line(why[0])}");
            await http.AnswerAsync(StatusCodes.Status422UnprocessableEntity, $"Racklight: {name} of {session.Node} has errors and is not handed out.\n{string.Join('\n', why.Take(MostShown))}");
            return;
        }
        var body = Encoding.UTF8.GetBytes(answer.Text!);
        if (HttpMethods.IsGet(http.Request.Method)) hold.Append(step, EventLevel.Info, $"{name} handed out ({answer.Format}, {Amount.Bytes(body.Length)}{(answer.HoldsSecrets ? ", with secrets" : "")})");
        // An installer that asks for its answers runs.
        if (HttpMethods.IsGet(http.Request.Method)) await once.ReportedAsync(hold, http.RequestAborted);
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>
    /// The secrets that a session may have at this moment. What was allowed when it was opened is not enough: a mark that was taken away, or a ref that
    /// moved on, ends it for boots under way too.
    /// </summary>
    private async Task<ISecretSource> SecretsNowAsync(BootSession session, AnswerSet set, CancellationToken cancellationToken)
    {
        var site = sites.Current;
        if (session.SiteCommit is { } commit)
        {
            try
            {
                if ((await refs.ReadAsync(commit, cancellationToken)).Site is not { Protected: true } tip) return new NoSecrets($"commit {commit[..12]}, which this boot began with, is not what a protected ref is now", "boot the machine again");
                site = tip;
            }
            catch (ProblemException e)
            {
                return new NoSecrets(e.Problems[0].Message, e.Problems[0].Hint);
            }
        }
        return site.Nodes.TryGetValue(set.Node, out var node) && node.Secrets == "on-boot"
            ? secrets.Of(site)
            : new NoSecrets($"{set.Node} is not marked `secrets: on-boot` any more", "boot the machine again, for what the site says of it now");
    }

    /// <summary>What is wrong, in words that hold no secret: messages quote what they are about, and timelines are read by many.</summary>
    private static List<Problem> Errors(AnswerSet set, RenderedAnswer answer, ISecretSource source)
    {
        static bool IsError(Problem problem) => problem.Severity == Severity.Error;
        if (!answer.HoldsSecrets) return [.. answer.Problems.Where(IsError)];
        List<Problem> masked = [.. set.Preview(answer.File, source).Problems.Where(IsError)];
        return masked.Count > 0 ? masked : [.. answer.Problems.Where(IsError).Select(static problem => problem with { Message = "something here is wrong once its secrets are filled in (not shown, since it could show them)" })];
    }

    private static string Line(Problem problem) => problem.File is null ? problem.Message : $"{problem.File}{(problem.Line > 0 ? $":{problem.Line}:{problem.Column}" : "")}: {problem.Message}";
}
