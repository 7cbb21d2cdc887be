using System.CommandLine;
using System.Net;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.App.Hosting;

namespace Racklight.Serve;

/// <summary><c>racklight serve</c>: the server alone.</summary>
internal static class ServeCommand
{
    public static Command Create(IReadOnlyList<IFeature> features)
    {
        var options = new ServerOptions();
        var command = new Command("serve", "Serve a site: DHCP, TFTP and HTTP for machines, API and dashboard for people. Each flag is also a variable: --http-port is RACKLIGHT_HTTP_PORT.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(options.Read(parsed), features, cancellationToken));
        return command.WithExamples(
            "racklight serve --site /etc/racklight/site",
            "racklight serve --site . --interface eth1 --dhcp proxy",
            "racklight serve --site . --address 127.0.0.1 --dhcp-port 6767 --tftp-port 6969 --pxe-port 4411   # without root");
    }

    private static async Task<int> RunAsync(ServerSettings settings, IReadOnlyList<IFeature> features, CancellationToken cancellationToken)
    {
        await using var host = await ServerHost.StartAsync(settings, features, cancellationToken: cancellationToken);
        var end = host.MachineEndPoint;
        var machines = end.Address.Equals(IPAddress.Any) ? $"*:{end.Port}" : end.ToString();
        Console.Error.WriteLine($"machines: http://{machines}/   dashboard: {host.Dashboard}   state: {settings.State}");
        await host.RunAsync(cancellationToken);
        if (cancellationToken.IsCancellationRequested) return ExitCodes.Done;
        // Nobody asked for the end: a supervisor that restarts what failed must see a failure.
        throw new ProblemException("a part of the server failed and cannot go on without a restart", "the log's last lines say why", ExitCodes.Outside);
    }
}
