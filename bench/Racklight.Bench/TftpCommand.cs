using System.CommandLine;
using System.Net;
using Racklight.NetBoot.Tftp;

namespace Racklight.Bench;

/// <summary>Serves a directory by TFTP until it is stopped.</summary>
internal static class TftpCommand
{
    public static Command Create()
    {
        var root = new Option<string>("--root") { Description = "Directory to serve", Required = true };
        var address = new Option<string>("--address") { Description = "Address to serve on", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "Port to serve on", DefaultValueFactory = _ => 6971 };
        var single = new Option<bool>("--single-port") { Description = "Answer from that port" };
        var command = new Command("tftp", "Serve a directory by TFTP.") { root, address, port, single };
        command.SetAction(async (result, stop) =>
        {
            using var files = new TftpDirectoryFiles([result.GetRequiredValue(root)]);
            await using var server = new TftpServer(new TftpServerOptions
            {
                Listen = [new TftpListen(new IPEndPoint(IPAddress.Parse(result.GetRequiredValue(address)), result.GetValue(port)))],
                SinglePort = result.GetValue(single),
            }, files);
            await server.StartAsync();
            Console.WriteLine($"serving on {server.EndPoints[0]}");
            await server.Completion.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        return command;
    }
}
