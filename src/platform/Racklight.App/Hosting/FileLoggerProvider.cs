using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Racklight.App.Hosting;

/// <summary>Writes the log to a file, for commands whose terminal shows something better. The file starts anew when it passes 16 MiB.</summary>
public sealed class FileLoggerProvider(string path, TimeProvider clock) : ILoggerProvider
{
    private const long Limit = 16 << 20;
    private readonly Lock _lock = new();
    private StreamWriter? _writer = Open(path);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private static StreamWriter Open(string path) => new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    private void Write(string line)
    {
        lock (_lock)
        {
            if (_writer is null) return;
            if (_writer.BaseStream.Position > Limit)
            {
                _writer.Dispose();
                _writer = Open(path);
            }
            _writer.WriteLine(line);
        }
    }

    private sealed class FileLogger(FileLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var time = owner.Clock.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            owner.Write($"{time} {logLevel.ToString().ToLowerInvariant()[..4]} {category}: {formatter(state, exception)}{(exception is null ? "" : "\n" + exception)}");
        }
    }

    private TimeProvider Clock => clock;
}
