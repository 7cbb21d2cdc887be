using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.App.Files;

namespace Racklight.Bench;

/// <summary>Serves a directory by HTTP until it is stopped: as images are served, or (--plain) as Kestrel does it by itself.</summary>
internal static class HttpCommand
{
    public static Command Create()
    {
        var root = new Option<string>("--root") { Description = "Directory to serve", Required = true };
        var port = new Option<int>("--port") { Description = "Port to serve on", DefaultValueFactory = _ => 8090 };
        var plain = new Option<bool>("--plain") { Description = "Kestrel's own file results" };
        var command = new Command("http", "Serve a directory by HTTP.") { root, port, plain };
        command.SetAction(async (result, stop) =>
        {
            var directory = new FileRoot(result.GetRequiredValue(root));
            var asItComes = result.GetValue(plain);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, result.GetValue(port), listener =>
            {
                if (!asItComes) listener.UseFileSending();
            }));
            await using var app = builder.Build();
            RequestDelegate serve = async context =>
            {
                var path = directory.Find(context.Request.Path.Value?.TrimStart('/'));
                if (path is null) context.Response.StatusCode = StatusCodes.Status404NotFound;
                else if (asItComes) await Results.File(path, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
                else await ImmutableFile.SendAsync(context, path, default);
            };
            app.Run(serve);
            await app.StartAsync(stop);
            Console.WriteLine($"serving on {string.Join(' ', app.Urls)}");
            await app.WaitForShutdownAsync(stop);
        });
        return command;
    }
}
