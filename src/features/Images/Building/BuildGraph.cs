using Racklight.App;
using Racklight.Images.Storage;

namespace Racklight.Images.Building;

/// <summary>
/// Runs the steps that have no result yet, in order, and only those that the last one needs. A result is a directory
/// <c>STEP/HASH</c> that appears by a rename: a step that failed or was killed leaves none.
/// </summary>
internal sealed class BuildGraph(string root, IReadOnlyList<BuildStep> steps, StepTimes times, RunJournal journal, IProgress<BuildProgress> progress, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Digest> _keys = Keys(steps);

    /// <summary>The names of all results, <c>STEP/HASH</c>, in the order of the steps.</summary>
    public IEnumerable<string> Results => steps.Select(step => $"{step.Name}/{_keys[step.Name].Hex}");

    /// <summary>The steps that would run now.</summary>
    public IReadOnlyList<BuildStep> Missing()
    {
        var needed = new HashSet<string>();
        Need(steps[^1]);
        return [.. steps.Where(step => needed.Contains(step.Name))];

        void Need(BuildStep step)
        {
            if (IsDone(step) || !needed.Add(step.Name)) return;
            foreach (var parent in step.Parents) Need(Named(parent));
        }
    }

    /// <summary>Runs what is missing.</summary>
    /// <returns>The directory of the last step's result.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var missing = Missing();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (!missing.Contains(step))
            {
                progress.Report(new BuildProgress(step.Name, i, steps.Count, step.Message, 1, Cached: true) { Left = Left(missing, i + 1) });
                continue;
            }
            await MakeAsync(step, i, missing, cancellationToken);
        }
        return DirectoryOf(steps[^1]);
    }

    private async Task MakeAsync(BuildStep step, int index, IReadOnlyList<BuildStep> missing, CancellationToken cancellationToken)
    {
        var result = DirectoryOf(step);
        Directory.CreateDirectory(Path.GetDirectoryName(result)!);
        using var held = await FileLock.TakeAsync(result + ".lock", () => Report("waiting for another build of the same", null, TimeSpan.Zero), clock, cancellationToken);
        if (IsDone(step))
        {
            // Another build made it while this one waited.
            progress.Report(new BuildProgress(step.Name, index, steps.Count, step.Message, 1, Cached: true) { Left = Left(missing, index + 1) });
            return;
        }
        if (Directory.Exists(result)) Directory.Delete(result, recursive: true);

        var work = $"{result}.{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";
        journal.Record(LeftoverKind.Directory, work);
        Directory.CreateDirectory(work);
        var began = clock.GetTimestamp();
        var said = step.Message;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ticking = TickAsync(ended.Token);
        try
        {
            Report(said, 0, TimeSpan.Zero);
            var parents = step.Parents.ToDictionary(name => name, name => DirectoryOf(Named(name)));
            await step.RunAsync(new StepRun(work, parents, line => said = line, journal), cancellationToken);
            Directory.Move(work, result);
        }
        finally
        {
            await ended.CancelAsync();
            await ticking;
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
            journal.Forget(LeftoverKind.Directory, work);
        }
        var took = clock.GetElapsedTime(began);
        times.Note(step.Name, new StepRecord(took.TotalSeconds, times.Find(step.Name)?.Bytes ?? step.Room));
        progress.Report(new BuildProgress(step.Name, index, steps.Count, step.Message, 1) { Left = Left(missing, index + 1), Took = took });

        void Report(string message, double? fraction, TimeSpan elapsed)
        {
            var rest = Estimate(step) - elapsed;
            progress.Report(new BuildProgress(step.Name, index, steps.Count, message, fraction)
            {
                Left = Left(missing, index + 1) + (rest > TimeSpan.Zero ? rest : TimeSpan.Zero),
            });
        }

        async Task TickAsync(CancellationToken token)
        {
            using var timer = new PeriodicTimer(Tick, clock);
            try
            {
                while (await timer.WaitForNextTickAsync(token))
                {
                    var elapsed = clock.GetElapsedTime(began);
                    // Never quite done before it is: an estimate that was too short stays at 99 %.
                    Report(said, Math.Min(0.99, elapsed / Estimate(step)), elapsed);
                }
            }
            catch (OperationCanceledException)
            {
                // The step ended.
            }
        }
    }

    private TimeSpan Left(IReadOnlyList<BuildStep> missing, int from)
        => missing.Where(step => steps.ToList().IndexOf(step) >= from).Aggregate(TimeSpan.Zero, (sum, step) => sum + Estimate(step));

    private TimeSpan Estimate(BuildStep step) => times.Find(step.Name) is { Seconds: > 0.01 } known ? TimeSpan.FromSeconds(known.Seconds) : step.Guess;

    private bool IsDone(BuildStep step) => Directory.Exists(DirectoryOf(step)) && step.IsUsable(DirectoryOf(step));

    private string DirectoryOf(BuildStep step) => Path.Combine(root, step.Name, _keys[step.Name].Hex);

    private BuildStep Named(string name) => steps.First(step => step.Name == name);

    private static Dictionary<string, Digest> Keys(IReadOnlyList<BuildStep> steps)
    {
        var keys = new Dictionary<string, Digest>();
        foreach (var step in steps) keys[step.Name] = step.Key(step.Parents.Select(parent => keys[parent]));
        return keys;
    }
}
