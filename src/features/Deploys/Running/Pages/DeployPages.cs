using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.Deploys.Running.Logs;
using Racklight.Deploys.Running.Reports;
using Racklight.State;
using RazorSlices;

namespace Racklight.Deploys.Running.Pages;

/// <summary>The pages of deploys, and the streams that keep them fresh. Another process runs the deploys: its files and the store tell what happens.</summary>
internal sealed class DeployPages(IDeployStore store, ServerSettings settings, TimeProvider clock)
{
    private const int Listed = 100;
    private const int LinesAtFirst = 2000;
    private const string EmptyLog = """<div class="log" id="log" tabindex="0" role="log" aria-label="Log of the deploy"></div>""";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<DeployPages>();
        endpoints.MapGet("/deploys", pages.ListAsync);
        endpoints.MapGet("/deploys/{id}", pages.ShowAsync);
        endpoints.MapGet("/live/deploys", http => Fragments.SendAsync(http, pages.ListFragmentsAsync(http.RequestAborted)));
        endpoints.MapGet("/live/deploys/{id}", http => Fragments.SendAsync(http, pages.DeployFragmentsAsync(IdOf(http), http.RequestAborted)));
    }

    private async Task ListAsync(HttpContext http)
    {
        var (deploys, locks) = await AllAsync(http.RequestAborted);
        await SendAsync(http, Results.RazorSlice<DeployList, DeployListPage>(new DeployListPage(PageFrame.For(http, "Deploys", "/deploys", "/live/deploys"), deploys, locks, clock.GetUtcNow())));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var id = IdOf(http);
        if (await FindAsync(id, http.RequestAborted) is not { } result)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await SendAsync(http, Results.RazorSlice<MissingDeploy, MissingDeployPage>(new MissingDeployPage(PageFrame.For(http, "Not found", "/deploys"), id), StatusCodes.Status404NotFound));
            return;
        }
        var run = RunDirectory.Of(settings.State, id);
        var here = File.Exists(run.SpecFile);
        var live = result.State == "running" ? "/live/deploys/" + id : null;
        var page = new DeployPage(PageFrame.For(http, $"{result.Cloud} {result.Id}", "/deploys", live), new DeployModel(result, clock.GetUtcNow()), here ? Blocks(run) : [], here);
        await SendAsync(http, Results.RazorSlice<DeployDetail, DeployPage>(page));
    }

    private static List<LogBlock> Blocks(RunDirectory run)
    {
        var spec = run.ReadSpec();
        return [.. spec.Steps.Select((step, index) => new LogBlock(index + 1, step.Name, LogFiles.Tail(run.LogOf(spec, step.Name), LinesAtFirst))).Where(static block => block.Lines.Count > 0)];
    }

    private async IAsyncEnumerable<Fragment> ListFragmentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shown = "";
        while (true)
        {
            var (deploys, locks) = await AllAsync(cancellationToken);
            var html = await DeployRows.Create(new DeployRowsModel(deploys, locks, clock.GetUtcNow())).RenderAsync(cancellationToken: cancellationToken);
            var state = string.Join('\n', deploys.Select(static deploy => $"{deploy.Id} {deploy.State}")) + string.Join('\n', locks);
            if (state != shown || deploys.Any(static deploy => deploy.State == DeployState.Running)) yield return new Fragment("deploys", html);
            shown = state;
            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private async IAsyncEnumerable<Fragment> DeployFragmentsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var log = new LogStream(RunDirectory.Of(settings.State, id));
        // What the page came with is replaced: the stream brings the log from its beginning, also when a browser connects again.
        yield return new Fragment("log", EmptyLog);
        var shown = "";
        for (var number = 0; await FindAsync(id, cancellationToken) is { } result;)
        {
            if (result.State == "running" || result.State != shown) yield return new Fragment("deploy", await DeployBody.Create(new DeployModel(result, clock.GetUtcNow())).RenderAsync(cancellationToken: cancellationToken));
            shown = result.State;
            foreach (var (step, lines) in log.Read())
            {
                var block = new LogBlock(++number, step, lines);
                yield return new Fragment($"log-{number}", await DeployLog.Create(block).RenderAsync(cancellationToken: cancellationToken));
            }
            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<DeployRecord> Deploys, IReadOnlyList<DeployLock> Locks)> AllAsync(CancellationToken cancellationToken)
    {
        await AbandonedRuns.SweepAsync(settings.State, store, cancellationToken);
        return (await store.ListAsync(null, Listed, cancellationToken), await store.LocksAsync(cancellationToken));
    }

    private async Task<ResultView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await StoredResult.ReadAsync(store, settings.State, id, cancellationToken);
        }
        catch (ProblemException)
        {
            // Not a deploy's name at all, or a directory that somebody cleaned up half-way.
            return null;
        }
    }

    private static string IdOf(HttpContext http) => (string)http.GetRouteValue("id")!;

    private static Task SendAsync(HttpContext http, IResult result)
    {
        http.Response.Headers.CacheControl = "no-store";
        return result.ExecuteAsync(http);
    }
}
