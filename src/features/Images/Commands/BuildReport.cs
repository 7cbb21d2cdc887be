using System.Globalization;

namespace Racklight.Images.Commands;

/// <summary>A build's progress on standard error: a line that moves on a terminal, one line a finished step elsewhere.</summary>
internal sealed class BuildReport(TextWriter writer, bool terminal) : IProgress<BuildProgress>
{
    private readonly Lock _lock = new();

    public void Report(BuildProgress value)
    {
        lock (_lock)
        {
            var place = $"[{value.Index + 1}/{value.Count}] {value.Step,-9}";
            if (value.Cached) End($"{place} cached");
            else if (value.Took is { } took) End($"{place} {took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
            else if (terminal) writer.Write($"\r\u001b[K{place} {value.Fraction ?? 0:P0}  {Cut(value.Message)}{(value.Left is { } left ? $"  ({left.TotalSeconds:0} s left)" : "")}");
        }
    }

    private void End(string line) => writer.WriteLine(terminal ? "\r\u001b[K" + line : line);

    private static string Cut(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
