namespace Racklight.Mirrors.Fetching;

/// <summary>How patient downloads are.</summary>
internal sealed record Retries
{
    /// <summary>Tries in a row that brought nothing, before a file is given up.</summary>
    public int Fruitless { get; init; } = 5;

    /// <summary>Tries in all: a mirror that gives a few bytes each time must not hold a run for ever.</summary>
    public int All { get; init; } = 50;

    /// <summary>The first pause; each further one is twice as long.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause, whatever a server asks for.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before try number <paramref name="n"/> (from 1): exponential, half of it random, so that many servers do not come back at once.</summary>
    public TimeSpan Pause(int n, TimeSpan? asked)
    {
        var most = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(n - 1, 16)));
        var pause = TimeSpan.FromMilliseconds(most / 2 + Random.Shared.NextDouble() * most / 2);
        return asked is { } wanted && wanted > pause ? (wanted < Longest ? wanted : Longest) : pause;
    }
}
