using System.Net.Sockets;
using System.Text.Json;
using Racklight.App;

namespace Racklight.Acceptance.Boots;

/// <summary>A boot as the server tells it.</summary>
internal sealed record BootView(long Id, string State, string? Address, string? Image, IReadOnlyList<BootEventView> Events)
{
    public bool Has(string step) => Events.Any(e => e.Step == step && e.Level == "info");
}

/// <summary>An event of a boot.</summary>
internal sealed record BootEventView(string Step, string Level, string Message);

/// <summary>The administrative API, on loopback inside the rack's namespace. The one place that knows its paths and shapes (docs/api.md).</summary>
internal sealed class BootApi : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly HttpClient _http;

    public BootApi(string networkNamespace, int port)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, cancellationToken) => new ValueTask<Stream>(NetworkNamespace.Run(networkNamespace, () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(System.Net.IPAddress.Loopback, context.DnsEndPoint.Port);
                return (Stream)new NetworkStream(socket, ownsSocket: true);
            })),
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>The newest boot of a node, or null.</summary>
    public async Task<BootView?> LatestAsync(string node, CancellationToken cancellationToken)
    {
        using var boots = JsonDocument.Parse(await GetAsync($"api/nodes/{node}/boots", cancellationToken));
        var newest = boots.RootElement.EnumerateArray().OrderByDescending(Id).FirstOrDefault();
        if (newest.ValueKind != JsonValueKind.Object) return null;
        using var events = JsonDocument.Parse(await GetAsync($"api/boots/{Id(newest)}/events", cancellationToken));
        return new BootView(Id(newest), Text(newest, "state")!, Text(newest, "address"), Text(newest, "image"),
            [.. events.RootElement.EnumerateArray().Select(e => new BootEventView(Text(e, "step")!, Text(e, "level")!, Text(e, "message")!))]);
    }

    /// <summary>Waits until the node's newest boot, later than <paramref name="after"/>, is as asked.</summary>
    /// <exception cref="InvalidOperationException">The boot failed instead.</exception>
    public async Task<BootView> WaitAsync(string node, Func<BootView, bool> isSo, CancellationToken cancellationToken, long after = 0)
    {
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            try
            {
                if (await LatestAsync(node, cancellationToken) is { } boot && boot.Id > after)
                {
                    if (isSo(boot)) return boot;
                    if (boot.Events.FirstOrDefault(e => e.Level == "error") is { } fault) throw new InvalidOperationException($"{fault.Step}: {fault.Message}");
                }
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                // The server is being started again.
            }
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>What the server knows of a node, as it stands: for the artifacts of a failed test.</summary>
    public async Task<string> DumpAsync(string node, CancellationToken cancellationToken)
        => (await LatestAsync(node, cancellationToken) is { } boot ? $"{boot with { Events = [] }}\n{string.Join('\n', boot.Events)}" : "no boot") + "\n";

    public void Dispose() => _http.Dispose();

    private Task<string> GetAsync(string path, CancellationToken cancellationToken) => _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);

    private static long Id(JsonElement boot) => boot.GetProperty("id").GetInt64();

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
