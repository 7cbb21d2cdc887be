using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>Whose pipeline it is.</summary>
internal enum CiServer
{
    /// <summary>A <c>.gitlab-ci.yml</c>.</summary>
    GitLab,

    /// <summary>A workflow of GitHub Actions.</summary>
    GitHub,
}

/// <summary>A pipeline as read: its files, its jobs, and what could not be read.</summary>
internal sealed class CiPipeline
{
    /// <summary>Whose it is: the rules are the same, what to write instead is not.</summary>
    public CiServer Server { get; init; }

    /// <summary>The jobs of the other workflows of the repository: a check of merge requests is often one of its own. None on GitLab.</summary>
    public IReadOnlyList<CiJob> Beside { get; init; } = [];

    /// <summary>What it includes from elsewhere, and nobody fetched: what stands there is not known.</summary>
    public IReadOnlyList<PlacedNode> Foreign { get; init; } = [];

    /// <summary>The main file first, then what it includes from the repository.</summary>
    public required IReadOnlyList<PlacedFile> Files { get; init; }

    /// <summary>All top-level keys of all files together; null when the main file is no mapping.</summary>
    public required PlacedNode? Root { get; init; }

    /// <summary>The jobs that can run: hidden ones (<c>.name</c>) only lend.</summary>
    public required IReadOnlyList<CiJob> Jobs { get; init; }

    /// <summary>The names of all jobs, hidden ones too.</summary>
    public required IReadOnlyCollection<string> JobNames { get; init; }

    /// <summary>What could not be read or found, each with its place.</summary>
    public required IReadOnlyList<(PlacedFile File, YamlFault Fault)> Faults { get; init; }

    /// <summary>The main file.</summary>
    public PlacedFile Main => Files[0];

    /// <summary>The jobs that change a cloud.</summary>
    public IEnumerable<CiJob> Deploys => Jobs.Where(static job => job.IsDeploy);

    /// <summary>Every line of every job that runs, each place once, however many jobs share it.</summary>
    public IEnumerable<CiLine> Lines() => Jobs.SelectMany(static job => job.Script.Concat(job.AfterScript)).DistinctBy(static line => (line.File.Path, line.Mark));
}
