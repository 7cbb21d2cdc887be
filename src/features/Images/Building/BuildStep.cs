using Racklight.App;

namespace Racklight.Images.Building;

/// <summary>A step of a build. Its result is a directory, found again by the hash of everything that it depends on.</summary>
/// <param name="Name">A short word: also the directory of its results.</param>
/// <param name="Parents">The steps whose results it reads.</param>
/// <param name="Inputs">All else that its result depends on: words of the recipe, the text of its script, hashes of files.</param>
/// <param name="RunAsync">Makes the result in <see cref="StepRun.Directory"/>.</param>
internal sealed record BuildStep(string Name, IReadOnlyList<string> Parents, IReadOnlyList<string> Inputs, Func<StepRun, CancellationToken, Task> RunAsync)
{
    /// <summary>What it says while it runs.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long it takes where nothing is known yet.</summary>
    public TimeSpan Guess { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much room its result takes where nothing is known yet, bytes.</summary>
    public long Room { get; init; }

    /// <summary>False for a result that lost something it points to: it is made anew.</summary>
    public Func<string, bool> IsUsable { get; init; } = static _ => true;

    /// <summary>Names the result: the step, its inputs in order, and its parents' names.</summary>
    public Digest Key(IEnumerable<Digest> parents)
    {
        var text = new System.Text.StringBuilder("racklight step 1\n").Append(Name).Append('\n');
        // Lengths before texts: no input can pass for two.
        foreach (var input in Inputs) text.Append(input.Length).Append(' ').Append(input).Append('\n');
        foreach (var parent in parents) text.Append("parent ").Append(parent.Hex).Append('\n');
        return Digest.Of(System.Text.Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>What a running step is given.</summary>
/// <param name="Directory">Where its result goes: empty at first, renamed into place when the step is done.</param>
/// <param name="Results">The directories of its parents' results.</param>
/// <param name="Say">Reports one line of progress.</param>
/// <param name="Journal">Where its processes are noted.</param>
internal sealed record StepRun(string Directory, IReadOnlyDictionary<string, string> Results, Action<string> Say, RunJournal Journal);
