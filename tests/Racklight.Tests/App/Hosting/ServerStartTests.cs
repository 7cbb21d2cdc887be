using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Racklight.App;
using Racklight.App.Hosting;

namespace Racklight.Tests.App.Hosting;

public sealed class ServerStartTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rl-start-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("--http-port")]
    [InlineData("--admin-port")]
    [InlineData("--tftp-port")]
    [InlineData("--dhcp-port")]
    [InlineData("--pxe-port")]
    public async Task A_taken_port_is_named_with_its_flag(string flag)
    {
        var tcp = flag is "--http-port" or "--admin-port";
        using var holder = new Socket(AddressFamily.InterNetwork, tcp ? SocketType.Stream : SocketType.Dgram, tcp ? ProtocolType.Tcp : ProtocolType.Udp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (tcp) holder.Listen();
        var port = ((IPEndPoint)holder.LocalEndPoint!).Port;
        var settings = Settings();
        settings = flag switch
        {
            "--http-port" => settings with { HttpPort = port },
            "--admin-port" => settings with { AdminPort = port },
            "--tftp-port" => settings with { TftpPort = port },
            "--dhcp-port" => settings with { DhcpPort = port },
            _ => settings with { PxePort = port },
        };

        var refused = await Should.ThrowAsync<ProblemException>(() => ServerHost.StartAsync(settings, Features.All, cancellationToken: Token));

        refused.ExitCode.ShouldBe(ExitCodes.Outside);
        refused.Problems[0].Message.ShouldContain(port.ToString(CultureInfo.InvariantCulture));
        refused.Problems[0].Hint!.ShouldContain(flag);
    }

    [Fact]
    public async Task A_site_with_mistakes_is_refused_with_their_positions()
    {
        var settings = Settings();
        await File.WriteAllTextAsync(Path.Combine(settings.Site, "site.yaml"), "site: s\nnetworks:\n  rack1:\n    cidr: 10.99.88.0/24\n    dhcp: ful\n", Token);

        var refused = await Should.ThrowAsync<ProblemException>(() => ServerHost.StartAsync(settings, Features.All, cancellationToken: Token));

        refused.ExitCode.ShouldBe(ExitCodes.Usage);
        refused.Problems[0].ToString().ShouldStartWith("site.yaml:5:11: error: ");
    }

    [Fact]
    public async Task A_start_that_failed_can_be_repeated_at_once()
    {
        var settings = Settings();
        using (var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            holder.Listen();
            await Should.ThrowAsync<ProblemException>(() => ServerHost.StartAsync(settings with { HttpPort = ((IPEndPoint)holder.LocalEndPoint!).Port }, Features.All, cancellationToken: Token));
        }
        await using var host = await ServerHost.StartAsync(settings, Features.All, cancellationToken: Token);
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri($"http://{host.MachineEndPoint}/boot.ipxe"), Token)).ShouldStartWith("#!ipxe");
    }

    private ServerSettings Settings()
    {
        var site = Directory.CreateDirectory(Path.Combine(_root, "site")).FullName;
        File.WriteAllText(Path.Combine(site, "site.yaml"), "site: s\nnetworks:\n  rack1:\n    cidr: 10.99.88.0/24\n    dhcp: full\n    range: 10.99.88.100-10.99.88.199\n");
        return new ServerSettings
        {
            Site = site,
            State = Path.Combine(_root, "state"),
            Address = IPAddress.Loopback,
            HttpPort = 0,
            AdminPort = 0,
            TftpPort = 0,
            DhcpPort = 0,
            PxePort = 0,
        };
    }
}
