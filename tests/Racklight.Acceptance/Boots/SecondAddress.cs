using System.Net;
using System.Net.Sockets;
using System.Text;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Acceptance.Boots;

/// <summary>Another host on the rack's wire, with an address that no boot session knows.</summary>
internal static class SecondAddress
{
    public static IPAddress Address { get; } = IPAddress.Parse("10.20.0.77");

    private const int Port = 8080;

    /// <summary>Posts to the machine-facing server from there.</summary>
    public static async Task<HttpStatusCode> PostAsync(Rack rack, string path, string json, CancellationToken cancellationToken)
    {
        await ProcessRunner.RequireAsync(new ProcessSpec("ip", "-n", rack.Namespace, "address", "replace", $"{Address}/24", "dev", Rack.Interface), cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (context, _) => new ValueTask<Stream>(NetworkNamespace.Run(rack.Namespace, () =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(Address, 0));
                socket.Connect(rack.Gateway, context.DnsEndPoint.Port);
                return (Stream)new NetworkStream(socket, ownsSocket: true);
            })),
        });
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"http://{rack.Gateway}:{Port}{path}"), body, cancellationToken);
        return answer.StatusCode;
    }
}
