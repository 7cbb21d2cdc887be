using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Racklight.Labs;

/// <summary>Something that QEMU told on its own.</summary>
/// <param name="Name">Such as <c>RESET</c> or <c>SHUTDOWN</c>.</param>
/// <param name="ByGuest">True when the guest's own doing caused it.</param>
/// <param name="Reason">Such as <c>guest-reset</c> or <c>host-qmp-quit</c>; empty when none was told.</param>
internal sealed record QmpEvent(string Name, bool ByGuest, string Reason);

/// <summary>QEMU's connection ended: its machine has no power any more.</summary>
internal sealed class QemuGoneException(string message, Exception? inner) : Exception(message, inner);

/// <summary>Speaks QEMU's machine protocol (QMP: JSON lines) over one connection.</summary>
internal sealed class QmpClient : IAsyncDisposable
{
    private const int LongestLine = 1 << 20;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private readonly Stream _stream;
    private readonly Action<QmpEvent> _onEvent;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private readonly TaskCompletionSource _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Task _reading = Task.CompletedTask;
    private long _lastId;

    private QmpClient(Stream stream, Action<QmpEvent> onEvent) => (_stream, _onEvent) = (stream, onEvent);

    /// <summary>Ends when the connection does: QEMU is gone.</summary>
    public Task Closed => _reading;

    /// <summary>Waits for the greeting and leaves negotiation mode.</summary>
    public static async Task<QmpClient> OpenAsync(Stream stream, Action<QmpEvent> onEvent, CancellationToken cancellationToken)
    {
        var client = new QmpClient(stream, onEvent);
        client._reading = client.ReadAsync();
        await client._greeting.Task.WaitAsync(AnswerLimit, cancellationToken);
        await client.ExecuteAsync("qmp_capabilities", cancellationToken);
        return client;
    }

    /// <summary>Runs a command and waits for its answer.</summary>
    /// <exception cref="ProblemException">QEMU refused it, or did not answer.</exception>
    /// <exception cref="QemuGoneException">The connection ended.</exception>
    public async Task ExecuteAsync(string command, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await _writing.WaitAsync(cancellationToken);
            try
            {
                await _stream.WriteAsync(Compose(command, id, arguments), cancellationToken);
            }
            catch (IOException e)
            {
                throw Gone(command, e);
            }
            finally
            {
                _writing.Release();
            }
            if (_reading.IsCompleted) throw Gone(command, null);
            await answer.Task.WaitAsync(AnswerLimit, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ProblemException($"QEMU did not answer {command} within {AnswerLimit.TotalSeconds:0} s", null, ExitCodes.Outside, e);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reading;
        _writing.Dispose();
    }

    private static QemuGoneException Gone(string command, Exception? inner) => new($"QEMU ended before it answered {command}", inner);

    private static byte[] Compose(string command, string id, (string Name, string Value)[] arguments)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("execute", command);
            json.WriteString("id", id);
            json.WriteStartObject("arguments");
            foreach (var (name, value) in arguments) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.Length > LongestLine) break;
                using var document = JsonDocument.Parse(line);
                Take(document.RootElement);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or JsonException)
        {
            // The connection's end is what tells that QEMU is gone; the machine notices its process ending.
        }
        var gone = Gone("what it was asked", null);
        _greeting.TrySetException(gone);
        foreach (var answer in _waiting.Values) answer.TrySetException(gone);
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("QMP", out _)) _greeting.TrySetResult();
        else if (message.TryGetProperty("event", out var name)) _onEvent(ReadEvent(name.GetString() ?? "", message));
        else if (message.TryGetProperty("id", out var id) && _waiting.TryGetValue(id.GetString() ?? "", out var answer))
        {
            if (message.TryGetProperty("error", out var error))
                answer.TrySetException(new ProblemException($"QEMU refused: {error.GetProperty("desc").GetString()}", null, ExitCodes.Outside));
            else answer.TrySetResult();
        }
    }

    private static QmpEvent ReadEvent(string name, JsonElement message)
    {
        if (!message.TryGetProperty("data", out var data)) return new QmpEvent(name, false, "");
        var guest = data.TryGetProperty("guest", out var by) && by.ValueKind == JsonValueKind.True;
        return new QmpEvent(name, guest, data.TryGetProperty("reason", out var reason) ? reason.GetString() ?? "" : "");
    }
}
