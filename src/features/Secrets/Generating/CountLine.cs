using Racklight.App.CommandLine;

namespace Racklight.Secrets.Generating;

/// <summary>One line on a terminal that counts up, and goes when it is done.</summary>
internal sealed class CountLine(string what) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly bool _terminal = Print.Error.Profile.Capabilities.Ansi && !Console.IsErrorRedirected;

    /// <summary>Shows how far it is. May be called from several threads.</summary>
    public void Show(int done, int all)
    {
        if (!_terminal) return;
        lock (_lock) Console.Error.Write($"\r{what}: {done} of {all}\e[K");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_terminal) Console.Error.Write("\r\e[K");
    }
}
