using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Racklight.Acceptance;

/// <summary>The least HTTP server that iPXE, wget and curl accept: one request a connection. Its socket belongs to the namespace of the thread that makes it.</summary>
internal sealed class ScriptServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<string, byte[]?> _answer;

    public ScriptServer(IPEndPoint address, Func<string, byte[]?> answer)
    {
        _answer = answer;
        _listener = new TcpListener(address);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it listens: a port of 0 was chosen by the kernel.</summary>
    public string Authority => _listener.LocalEndpoint.ToString()!;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The machine went away; the next one is served.
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var request = await reader.ReadLineAsync();
        if (request?.Split(' ') is not ["GET", var path, ..]) return;
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }
        var body = _answer(path);
        var status = body is null ? "404 Not Found" : "200 OK";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Length: {body?.Length ?? 0}\r\nConnection: close\r\n\r\n")));
        if (body is not null) await stream.WriteAsync(body);
    }
}
