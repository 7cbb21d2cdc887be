using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Racklight.Labs;

/// <summary>Takes orders for a rack from other terminals, on a socket that only the owner's user reaches.</summary>
internal sealed class LabControl : IAsyncDisposable
{
    private const int LongestOrder = 16 << 10;
    private readonly Rack _rack;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    public LabControl(Rack rack, string socketFile)
    {
        _rack = rack;
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(socketFile));
        _listener.Listen(8);
        _accepting = AcceptAsync();
    }

    /// <summary>Sends an order to a lab's owner and waits for it to be done.</summary>
    /// <exception cref="ProblemException">What the owner answered, or that it is gone.</exception>
    public static async Task SendAsync(LabState lab, LabOrder order, CancellationToken cancellationToken)
    {
        LabAnswer? answer;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(lab.Control), cancellationToken);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(order, LabWireJson.Default.LabOrder) + "\n"), cancellationToken);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var line = await reader.ReadLineAsync(cancellationToken);
            answer = line is null ? null : JsonSerializer.Deserialize(line, LabWireJson.Default.LabAnswer);
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException)
        {
            throw new ProblemException($"the owner of lab {lab.Name} (process {lab.Owner.Pid}) does not answer: {e.Message}", "racklight lab status", ExitCodes.Outside, e);
        }
        if (answer is null) throw new ProblemException($"lab {lab.Name} went down meanwhile", null, ExitCodes.Outside);
        if (answer.Error is not null) throw new ProblemException(answer.Error, answer.Hint, answer.ExitCode);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_stopping.Token));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Disposed: the rack goes.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var buffer = new byte[LongestOrder];
            var length = 0;
            while (length < buffer.Length && (length == 0 || buffer[length - 1] != '\n'))
            {
                var count = await stream.ReadAsync(buffer.AsMemory(length), _stopping.Token);
                if (count == 0) return;
                length += count;
            }
            var answer = await AnswerAsync(buffer.AsMemory(0, length));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(answer, LabWireJson.Default.LabAnswer) + "\n"), _stopping.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away; the order was carried out or not, as status will tell.
        }
    }

    private async Task<LabAnswer> AnswerAsync(ReadOnlyMemory<byte> line)
    {
        try
        {
            var order = JsonSerializer.Deserialize(line.Span, LabWireJson.Default.LabOrder)!;
            await CarryOutAsync(_rack[order.Machine], order);
            return new LabAnswer(null, null, ExitCodes.Done);
        }
        catch (ProblemException e)
        {
            return new LabAnswer(e.Problems[0].Message, e.Problems[0].Hint, e.ExitCode);
        }
        catch (JsonException)
        {
            return new LabAnswer("an order that is not understood", "use the racklight that runs the lab", ExitCodes.Usage);
        }
    }

    private Task CarryOutAsync(Machine machine, LabOrder order) => (order.Verb, order.Argument) switch
    {
        ("power", "on") => machine.PowerOnAsync(_stopping.Token),
        ("power", "off") => machine.PowerOffAsync(_stopping.Token),
        ("power", "reset") => machine.ResetAsync(_stopping.Token),
        ("power", "cycle") => machine.CycleAsync(_stopping.Token),
        ("screenshot", var file) => machine.ScreenshotAsync(file, _stopping.Token),
        _ => throw new ProblemException($"an order that is not understood: {order.Verb} {order.Argument}", "use the racklight that runs the lab"),
    };
}
