using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>
/// The hops that OpenStack allows: to the next release always, and from one SLURP release over one to the next (SLURP: the first release of a
/// year, since 2023.1).
/// </summary>
internal static class UpgradePath
{
    /// <summary>True for a release that upgrades over one: the first of its year, since 2023.1.</summary>
    public static bool IsSlurp(Series series) => char.IsAsciiDigit(series.Name[0]) && series.Name.EndsWith(".1", StringComparison.Ordinal);

    /// <summary>True when a hop is allowed.</summary>
    public static bool Allows(Series from, Series to) => to.Index == from.Index + 1 || (to.Index == from.Index + 2 && IsSlurp(from) && IsSlurp(to));

    /// <summary>The fewest hops.</summary>
    public static IReadOnlyList<Series> Shortest(Series from, Series to)
    {
        var path = new List<Series> { from };
        while (path[^1] != to)
        {
            var here = path[^1];
            // The farthest allowed hop is never wrong: whoever leaves a SLURP release by a single step is on none, and pays another.
            path.Add(Series.All.Last(next => next.Index <= to.Index && Allows(here, next)));
        }
        return path;
    }

    /// <summary>Every release in turn.</summary>
    public static IReadOnlyList<Series> Cautious(Series from, Series to) => [.. Series.All.Where(series => series.Index >= from.Index && series.Index <= to.Index)];
}
