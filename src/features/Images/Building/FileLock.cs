namespace Racklight.Images.Building;

/// <summary>A lock between processes (flock(2), which is how .NET opens a file for itself alone): gone with its process, however that ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until the lock is ours. Dispose gives it back.</summary>
    public static async Task<IDisposable> TakeAsync(string file, Action waiting, TimeProvider clock, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            if (Try(file) is { } taken) return taken;
            if (!told) waiting();
            told = true;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>The lock, or null when another has it.</summary>
    public static IDisposable? Try(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
