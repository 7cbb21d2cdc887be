using Racklight.Deploys.Pipelines.Reading.GitHub;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>Reads a pipeline, whosever it is.</summary>
internal static class PipelineReader
{
    /// <summary>Reads a pipeline and the files of its repository that belong to it.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="path">The pipeline's file, relative to it.</param>
    /// <exception cref="ProblemException">The file cannot be read at all.</exception>
    public static CiPipeline Read(string root, string path) => IsWorkflow(path) ? GitHubReader.Read(root, path) : CiReader.Read(root, path);

    // GitHub runs what lies there and nothing else; so the place tells, whatever the file's keys are.
    private static bool IsWorkflow(string path) => path.Replace('\\', '/').Contains(GitHubReader.Directory, StringComparison.Ordinal);
}
