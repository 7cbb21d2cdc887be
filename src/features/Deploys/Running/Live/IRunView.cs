using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;

namespace Racklight.Deploys.Running.Live;

/// <summary>Shows a run as it goes on.</summary>
internal interface IRunView
{
    /// <summary>Something happened.</summary>
    void Happened(RunProgress progress, JournalEntry entry);

    /// <summary>A step said something.</summary>
    void Said(StepProgress step, LogLine line);

    /// <summary>Called after each look, whether or not there was anything.</summary>
    void Looked(RunProgress progress, DateTimeOffset now);
}
