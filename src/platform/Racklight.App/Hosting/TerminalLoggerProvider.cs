using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Racklight.App.Hosting;

/// <summary>Writes the log to standard error, one line an event: time, level, who, what. A stack trace only where the program itself is at fault.</summary>
internal sealed class TerminalLoggerProvider(TextWriter output, TimeProvider clock) : ILoggerProvider
{
    private readonly Lock _lock = new();

    private string Now => clock.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new TerminalLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Standard error is not ours to close.
    }

    private void Write(string line)
    {
        try
        {
            lock (_lock) output.WriteLine(line);
        }
        catch (IOException)
        {
            // Whoever read standard error is gone; machines are served all the same.
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "info",
    };

    private sealed class TerminalLogger(TerminalLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var cause = exception switch
            {
                null => "",
                ProblemException or IOException or OperationCanceledException => ": " + exception.Message,
                _ => Environment.NewLine + exception,
            };
            owner.Write($"{owner.Now} {Word(logLevel)} {category}: {formatter(state, exception)}{cause}");
        }
    }}
