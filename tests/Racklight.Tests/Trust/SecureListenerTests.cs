using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Racklight.App.Hosting;

namespace Racklight.Tests.Trust;

public sealed class SecureListenerTests(TrustDirectory directory) : IClassFixture<TrustDirectory>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machines_that_trust_the_sites_authority_are_served_by_HTTPS_at_the_address_they_know()
    {
        var port = FreePort();
        await using var host = await ServerHost.StartAsync(await SettingsAsync(directory.State, port), Features.All, cancellationToken: Token);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(directory.Files.Ca);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(ca);
        using var client = new HttpClient(handler);
        var script = await client.GetStringAsync(new Uri($"https://127.0.0.1:{port}/boot.ipxe"), Token);
        // Who does not have the authority built in goes on by plain HTTP.
        script.ShouldContain($"http://127.0.0.1:{host.MachineEndPoint.Port}/boot.ipxe?mac=");

        using var stranger = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => stranger.GetStringAsync(new Uri($"https://127.0.0.1:{port}/boot.ipxe"), Token));
        // Both doors lead to machines' routes only.
        (await client.GetAsync(new Uri($"https://127.0.0.1:{port}/api/nodes"), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task HTTPS_without_the_sites_keys_is_refused_with_the_way_to_them()
    {
        var state = Directory.CreateTempSubdirectory("racklight-trust-");
        var problem = await Should.ThrowAsync<ProblemException>(async () => await ServerHost.StartAsync(await SettingsAsync(state.FullName, FreePort()), Features.All, cancellationToken: Token));
        problem.Message.ShouldContain("racklight trust init");
        state.Delete(recursive: true);
    }

    private static async Task<Racklight.App.ServerSettings> SettingsAsync(string state, int httpsPort)
    {
        var site = Directory.CreateDirectory(Path.Combine(state, "site")).FullName;
        await File.WriteAllTextAsync(Path.Combine(site, "site.yaml"), "site: s\nnetworks:\n  rack1: { cidr: 10.99.88.0/24, dhcp: off }\n", Token);
        // A port of its own for plain HTTP too: scripts name it.
        return new() { Site = site, State = state, Address = IPAddress.Loopback, HttpPort = FreePort(), HttpsPort = httpsPort, AdminPort = 0, TftpPort = 0, DhcpPort = 0, PxePort = 0 };
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
