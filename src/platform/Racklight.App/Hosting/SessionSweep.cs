using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.State;

namespace Racklight.App.Hosting;

/// <summary>Deletes boot sessions that nobody can use any more, at the start and once an hour.</summary>
internal sealed partial class SessionSweep(ISessionStore sessions, TimeProvider clock, ILogger<SessionSweep> log) : BackgroundService
{
    // A session serves its machine for hours at most; a week of them is kept for whoever asks what a machine was told.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await sessions.SweepAsync(clock.GetUtcNow() - Kept, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A database that is away for a moment must not end the server (an exception here would): the next hour tries again.
                NotSwept(log, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "old boot sessions were not deleted: {Why}")]
    private static partial void NotSwept(ILogger log, string why);
}
