using Racklight.Deploys.Running.Logs;

namespace Racklight.Deploys.Running.Pages;

/// <summary>The logs of a run's steps as one stream, for a browser that watches.</summary>
internal sealed class LogStream(RunDirectory run)
{
    private readonly List<(string Step, LogTail Tail)> _tails = Tails(run);

    /// <summary>What came since the last look, step by step.</summary>
    public IEnumerable<(string Step, IReadOnlyList<LogLine> Lines)> Read()
    {
        foreach (var (step, tail) in _tails)
        {
            IReadOnlyList<string> lines;
            while ((lines = tail.Read()).Count > 0) yield return (step, [.. lines.Select(LogLine.Parse).OfType<LogLine>()]);
        }
    }

    private static List<(string Step, LogTail Tail)> Tails(RunDirectory run)
    {
        if (!File.Exists(run.SpecFile)) return [];
        var spec = run.ReadSpec();
        return [.. spec.Steps.Select(step => (step.Name, new LogTail(run.LogOf(spec, step.Name))))];
    }
}
