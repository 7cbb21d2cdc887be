using System.Globalization;
using Racklight.Mirrors.Running;

namespace Racklight.Mirrors.Commands;

/// <summary>A line on a terminal that moves: files, bytes, speed, time left. The same is told to the dashboard, by a file.</summary>
internal sealed class ProgressLine(TextWriter writer, bool terminal, ProgressFile file, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private const int TicksToFile = 4;
    private readonly CancellationTokenSource _end = new();
    private Task _drawing = Task.CompletedTask;
    private bool _ended;

    /// <summary>Begins to draw.</summary>
    public void Show(ProgressCount count) => _drawing = DrawAsync(count);

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        await _end.CancelAsync();
        await _drawing;
        file.Delete();
        if (terminal) await writer.WriteAsync("\r\u001b[K");
        _end.Dispose();
    }

    private async Task DrawAsync(ProgressCount count)
    {
        var (speed, bytes, at, ticks) = (0.0, count.Look().Bytes, clock.GetTimestamp(), 0);
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                var now = count.Look();
                var seconds = clock.GetElapsedTime(at).TotalSeconds;
                if (seconds <= 0) continue;
                // A mean that forgets within seconds: steady enough to read, quick enough to show a stall.
                speed = speed * 0.85 + Math.Max(0, now.Bytes - bytes) / seconds * 0.15;
                (bytes, at) = (now.Bytes, clock.GetTimestamp());
                if (terminal) await writer.WriteAsync("\r\u001b[K" + Text(now, speed));
                if (++ticks % TicksToFile == 0) file.Write(now with { Speed = (long)speed, At = clock.GetUtcNow() });
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    internal static string Text(MirrorProgress now, double speed)
    {
        var left = speed > 1 && now.Total > now.Bytes ? TimeSpan.FromSeconds(Math.Min((now.Total - now.Bytes) / speed, 359_999)) : (TimeSpan?)null;
        var time = left is not { } span ? "" : span.TotalHours >= 1 ? $"  {(int)span.TotalHours} h {span.Minutes} min left" : span.TotalMinutes >= 1 ? $"  {span.Minutes} min {span.Seconds} s left" : $"  {span.Seconds} s left";
        var of = now.Total > now.Bytes ? $" of {Space.Show(now.Total)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{now.Done}/{now.Files} files  {Space.Show(now.Bytes)}{of}  {Space.Show((long)speed)}/s{time}  {now.Now}");
    }
}
