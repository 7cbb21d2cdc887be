using System.Text.RegularExpressions;
using Racklight.Deploys.Running.Logs;

namespace Racklight.Deploys.Running.Live;

/// <summary>What Ansible is doing, read from what it prints (the default callback's words).</summary>
internal sealed partial class AnsibleProgress
{
    private const int KeptFaults = 5;
    private readonly Queue<string> _faults = new();

    /// <summary>The play that runs.</summary>
    public string? Play { get; private set; }

    /// <summary>The task that runs.</summary>
    public string? Task { get; private set; }

    /// <summary>How many tasks began.</summary>
    public int Tasks { get; private set; }

    /// <summary>How many results changed something.</summary>
    public int Changed { get; private set; }

    /// <summary>How many results failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The last failures, as printed.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Takes a line of the step's log.</summary>
    public void Add(LogLine line)
    {
        if (line.Stream == '-') return;
        var text = line.Text;
        if (Banner().Match(text) is { Success: true } banner)
        {
            if (banner.Groups[1].Value == "PLAY")
            {
                Play = banner.Groups[2].Value;
                Task = null;
            }
            else
            {
                Task = banner.Groups[2].Value;
                Tasks++;
            }
        }
        else if (text.StartsWith("changed: [", StringComparison.Ordinal))
        {
            Changed++;
        }
        else if (text.StartsWith("fatal: [", StringComparison.Ordinal) || text.StartsWith("failed: [", StringComparison.Ordinal) || text.StartsWith("ERROR! ", StringComparison.Ordinal))
        {
            Failed++;
            if (_faults.Count == KeptFaults) _faults.Dequeue();
            _faults.Enqueue(text);
        }
    }

    [GeneratedRegex(@"^(PLAY|TASK|RUNNING HANDLER) \[(.*)\] \*+$")]
    private static partial Regex Banner();
}
