using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.Releases;
using Racklight.Sites;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing.Review.Pages;

/// <summary>
/// The review of a re-base on the dashboard. The server only reads: the choices are in the page's address, and what comes of them is a patch, a file, or
/// a review that the command applies where the site's work tree and its vault's password are.
/// </summary>
internal sealed class RebasePages(ISites sites, ServerSettings settings)
{
    private readonly SampleShelf _shelf = new(settings.KollaReleases);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<RebasePages>();
        endpoints.MapGet(RebaseQuery.Page, pages.ShowAsync);
        endpoints.MapGet(RebaseQuery.Page + "/patch", http => pages.SendAsync(http, "patch", static (review, _) => review.Patch, hasValues: true));
        endpoints.MapGet(RebaseQuery.Page + "/file", http => pages.SendAsync(http, "yml", static (review, _) => review.Text, hasValues: true));
        endpoints.MapGet(RebaseQuery.Page + "/review", http => pages.SendAsync(http, "review.yaml", static (review, path) => review.Choices.Write(path), hasValues: false));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var query = RebaseQuery.Read(http.Request.Query);
        var files = sites.Current.Files;
        var configurations = SiteSettings.Find(files);
        var releases = _shelf.Releases();
        RebaseView? view = null;
        IReadOnlyList<Problem> problems = [];
        if (configurations.Count > 0 && releases.Count > 0)
        {
            try
            {
                (query, var review, var old, var fresh) = Review(query, files, configurations, releases);
                view = View(review, old, fresh);
            }
            catch (ProblemException e)
            {
                problems = e.Problems;
            }
        }
        http.Response.Headers.CacheControl = "no-store";
        var model = new RebasePageModel(PageFrame.For(http, "Re-base", "/deploys"), query, configurations, [.. releases.Select(static series => series.Name)], _shelf.Where, view, problems);
        await Results.RazorSlice<RebasePage, RebasePageModel>(model).ExecuteAsync(http);
    }

    /// <summary>Sends something of a review as a file; one with values only while none of them is a secret in plaintext.</summary>
    private Task SendAsync(HttpContext http, string ending, Func<SettingsReview, string, string> write, bool hasValues)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var files = sites.Current.Files;
            var (query, review, _, _) = Review(RebaseQuery.Read(http.Request.Query), files, SiteSettings.Find(files), _shelf.Releases());
            if (hasValues && review.Open.Count > 0) return Results.Text($"{query.Config} holds secrets in plaintext ({string.Join(", ", review.Open)}), which this server hands to nobody: take the review along, it has no values.\n", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
            return Results.File(Encoding.UTF8.GetBytes(write(review, query.Config)), ending == "patch" ? "text/x-diff; charset=utf-8" : "application/yaml; charset=utf-8", $"globals-{review.From}-{review.To}.{ending}").ExecuteAsync(http);
        }
        catch (ProblemException e)
        {
            return Results.Text(e.Message + "\n", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http);
        }
    }

    /// <summary>The review that is asked for, with what the address leaves out filled in.</summary>
    private (RebaseQuery Query, SettingsReview Review, KollaSample Old, KollaSample Fresh) Review(RebaseQuery query, ISiteFiles files, IReadOnlyList<string> configurations, IReadOnlyList<Series> releases)
    {
        if (configurations.Count == 0) throw new ProblemException("the site has no globals.yml");
        var path = query.Config.Length == 0 ? configurations[0] : configurations.FirstOrDefault(known => known == query.Config) ?? throw new ProblemException($"the site has no {query.Config}", "one of " + string.Join(", ", configurations));
        var file = SiteSettings.Read(files, path);
        var from = Named(query.From) ?? Told(file, files) ?? throw new ProblemException(new Problem("nothing tells which release these settings are for") { File = path, Hint = "choose it above" });
        var to = Named(query.To) ?? releases.LastOrDefault() ?? from;
        var (old, fresh) = (_shelf.Get(from), _shelf.Get(to));
        return (query with { Config = path, From = from.Name, To = to.Name }, SettingsReview.Of(file, old, fresh, from, to, query.Out), old, fresh);
    }

    private static Series? Named(string release)
        => release.Length == 0 ? null : Series.Find(release) ?? throw new ProblemException($"there is no release {release}", "one of " + string.Join(", ", Series.All));

    private static Series? Told(SiteSettings file, ISiteFiles files)
    {
        try
        {
            return file.Release(files);
        }
        catch (YamlPartsException e)
        {
            throw new ProblemException(new Problem(e.Fault.Message) { File = file.Path, Line = e.Fault.Mark.Line, Column = e.Fault.Mark.Column, Hint = e.Fault.Hint });
        }
    }

    private static RebaseView View(SettingsReview review, KollaSample old, KollaSample fresh)
    {
        var rows = review.Settings.Select(setting => new RebaseRow(setting, review.Yours(setting), review.IsTakenOut(setting.Key))).OrderBy(static row => Order(row.Setting.Class)).ToList();
        var (before, after) = (Keys(old.Passwords), Keys(fresh.Passwords));
        return new RebaseView(old.Where, fresh.Where, rows, [.. review.Difference()], review.Open, [.. after.Except(before)], [.. before.Except(after)]);
    }

    private static int Order(SettingClass kind) => RebaseView.Classes.ToList().IndexOf(kind);

    private static IReadOnlyList<string> Keys(string? sample) => sample is null ? [] : [.. YamlBlocks.Read(sample).Where(static block => block.Kind == YamlBlockKind.Entry).Select(static block => block.Key!)];
}
