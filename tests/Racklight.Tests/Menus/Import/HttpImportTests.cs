using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Racklight.Menus.Import;

namespace Racklight.Tests.Menus.Import;

public sealed class HttpImportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repositorys_raw_files_are_fetched()
    {
        await using var server = await ServeAsync(static context => context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("/endpoints.yml", StringComparison.Ordinal) ? NetbootXyzData.Endpoints : NetbootXyzData.Defaults));
        var (_, report) = NetbootXyzImport.Run(await UpstreamSource.ReadAsync(Url(server) + "/netboot.xyz/master", Token));
        report.Endpoints.ShouldBe(4);
        report.ShouldAccountForEverything();
    }

    [Fact]
    public async Task A_server_that_lacks_a_file_redirects_in_circles_sends_too_much_or_breaks_off_is_told_of()
    {
        await using var server = await ServeAsync(static async context =>
        {
            switch (context.Request.Path.Value!.Split('/')[1])
            {
                case "missing":
                    context.Response.StatusCode = 404;
                    break;
                case "circle":
                    context.Response.Redirect(context.Request.Path.Value!);
                    break;
                case "huge":
                    await context.Response.Body.WriteAsync(new byte[UpstreamSource.LargestFile + 1], context.RequestAborted);
                    break;
                case "html":
                    await context.Response.WriteAsync("<html>not what you want</html>");
                    break;
                default:
                    context.Response.ContentLength = 1000;
                    await context.Response.WriteAsync("endpoints:");
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                    break;
            }
        });
        foreach (var (path, why) in new[] { ("missing", "404"), ("circle", "302"), ("huge", "larger than"), ("html", "this is not netboot.xyz's"), ("short", "endpoints.yml") })
        {
            var problem = await Should.ThrowAsync<ProblemException>(() => UpstreamSource.ReadAsync($"{Url(server)}/{path}", Token));
            problem.Message.ShouldContain(why);
        }
    }

    [Theory]
    [InlineData("https://github.com/netbootxyz/netboot.xyz", "https://raw.githubusercontent.com/netbootxyz/netboot.xyz/HEAD/")]
    [InlineData("https://github.com/netbootxyz/netboot.xyz.git", "https://raw.githubusercontent.com/netbootxyz/netboot.xyz/HEAD/")]
    [InlineData("https://github.com/netbootxyz/netboot.xyz/tree/development", "https://raw.githubusercontent.com/netbootxyz/netboot.xyz/development/")]
    [InlineData("http://mirror.example.org/nbxyz", "http://mirror.example.org/nbxyz/")]
    public void The_address_of_a_repository_leads_to_its_raw_files(string url, string raw) => UpstreamSource.Raw(url).ShouldBe(raw);

    [Theory]
    [InlineData("ftp://x/y")]
    [InlineData("https://user:secret@x/y")]
    [InlineData("https://github.com/netbootxyz")]
    public void Other_addresses_are_refused(string url) => Should.Throw<ProblemException>(() => UpstreamSource.Raw(url));

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(Token);
        return server;
    }

    private static string Url(WebApplication server) => server.Urls.First();
}
