using Racklight.Releases;

namespace Racklight.Deploys.Rebasing.Review;

/// <summary>The releases of kolla-ansible whose samples lie on this machine: in a directory of each release's name, or installed.</summary>
/// <param name="directory">The directory of those directories.</param>
internal sealed class SampleShelf(string directory)
{
    /// <summary>Where it looks, for people.</summary>
    public string Where => directory;

    /// <summary>The releases, oldest first.</summary>
    public IReadOnlyList<Series> Releases() => [.. Series.All.Where(series => Find(series) is not null)];

    /// <summary>A release's sample.</summary>
    /// <exception cref="ProblemException">There is none here.</exception>
    public KollaSample Get(Series series)
        => Find(series) ?? throw new ProblemException($"no sample files of kolla-ansible {series} are on this server", $"put its virtual environment, its checkout or its etc/kolla to {Path.Combine(directory, series.Name)}; racklight serve --kolla-releases DIR looks elsewhere");

    private KollaSample? Find(Series series) => KollaSample.Find(series, directory);
}
