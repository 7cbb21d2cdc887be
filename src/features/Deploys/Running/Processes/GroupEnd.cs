namespace Racklight.Deploys.Running.Processes;

/// <summary>Ends a step's processes: SIGINT and patience, then SIGTERM, then SIGKILL.</summary>
internal static class GroupEnd
{
    /// <summary>How long after SIGTERM comes SIGKILL.</summary>
    public static readonly TimeSpan TermGrace = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends a group and waits for its end.</summary>
    /// <param name="leader">The group.</param>
    /// <param name="grace">How long after SIGINT comes SIGTERM.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Told each signal.</param>
    /// <param name="hurry">Cancelled: no more patience, SIGTERM now.</param>
    public static async Task EndAsync(int leader, TimeSpan grace, TimeProvider time, Action<string> say, CancellationToken hurry)
    {
        if (!ProcessGroup.IsAlive(leader)) return;
        say($"SIGINT to process group {leader}: Ansible ends after the tasks that run now");
        ProcessGroup.InterruptAll(leader);
        if (await GoneAsync(leader, grace, time, hurry)) return;
        say($"SIGTERM to process group {leader}");
        ProcessGroup.TerminateAll(leader);
        if (await GoneAsync(leader, TermGrace, time, CancellationToken.None)) return;
        say($"SIGKILL to process group {leader}");
        ProcessGroup.KillAll(leader);
        await GoneAsync(leader, TermGrace, time, CancellationToken.None);
    }

    private static async Task<bool> GoneAsync(int leader, TimeSpan patience, TimeProvider time, CancellationToken hurry)
    {
        var end = time.GetUtcNow() + patience;
        while (ProcessGroup.IsAlive(leader))
        {
            if (hurry.IsCancellationRequested || time.GetUtcNow() >= end) return false;
            try
            {
                await Task.Delay(Look, time, hurry);
            }
            catch (OperationCanceledException)
            {
                return !ProcessGroup.IsAlive(leader);
            }
        }
        return true;
    }
}
