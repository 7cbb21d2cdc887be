using Racklight.Deploys.Reading;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A fault that a rule found.</summary>
/// <param name="File">The file.</param>
/// <param name="Mark">Where.</param>
/// <param name="Message">What is wrong here, one sentence, no full stop at its end.</param>
/// <param name="Instead">What to write instead.</param>
internal sealed record PipelineFault(PlacedFile File, YamlMark Mark, string Message, string Instead)
{
    /// <summary>What to write instead in a workflow of GitHub, where that is not the same.</summary>
    public string? OnGitHub { get; init; }
}

/// <summary>One thing that goes wrong in pipelines that deploy clouds; docs/deploy-pipelines.md lists them all.</summary>
internal abstract class PipelineRule
{
    /// <summary>Its number, which never changes.</summary>
    public abstract int Number { get; }

    /// <summary>Its name, which never changes.</summary>
    public abstract string Name { get; }

    /// <summary>How bad it is.</summary>
    public virtual Severity Severity => Severity.Error;

    /// <summary>Why it matters, one sentence.</summary>
    public abstract string Why { get; }

    /// <summary>Why it matters on GitHub, where that is not the same.</summary>
    public virtual string WhyOnGitHub => Why;

    /// <summary>Every place of it. Never throws for what is in the files.</summary>
    public abstract IEnumerable<PipelineFault> Check(CiPipeline pipeline);

    /// <summary>A fault at a line of a script.</summary>
    protected static PipelineFault At(CiLine line, string message, string instead, string? github = null) => new(line.File, line.Mark, message, instead) { OnGitHub = github };

    /// <summary>A fault at a value.</summary>
    protected static PipelineFault At(PlacedNode node, string message, string instead, string? github = null) => new(node.File, node.Mark, message, instead) { OnGitHub = github };

    /// <summary>A fault of a job as a whole: told where its name is.</summary>
    protected static PipelineFault At(CiJob job, string message, string instead, string? github = null) => new(job.Written.File, job.Written.KeyMark, message, instead) { OnGitHub = github };

    /// <summary>A fault of the pipeline as a whole.</summary>
    protected static PipelineFault At(CiPipeline pipeline, string message, string instead, string? github = null) => new(pipeline.Main, new YamlMark(1, 1), message, instead) { OnGitHub = github };
}
