using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Nothing keeps secrets out of the repository.</summary>
internal sealed partial class PlaintextCommitted : PipelineRule
{
    public override int Number => 20;

    public override string Name => "plaintext-committed";

    public override string Why => "a key or an old tar of secrets that was committed once is in the history for good";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines().Where(static line => All().IsMatch(line.Text)))
        {
            yield return At(line, "whatever lies there is committed, keys and tars of old secrets too", "git add of the files that are meant, below a .gitignore for what must never be committed");
        }
        var beside = pipeline.Beside.SelectMany(static job => job.Script);
        var searched = pipeline.Lines().Concat(beside).Any(static line => Search().IsMatch(line.Text)) || pipeline.Jobs.Concat(pipeline.Beside).SelectMany(static job => job.Uses).Any(static uses => Search().IsMatch(uses.Text!)) || pipeline.Files.Any(static file => file.Document.Text.Contains("Secret-Detection", StringComparison.Ordinal));
        if (!searched && (pipeline.Server == CiServer.GitLab || pipeline.Deploys.Any())) yield return At(pipeline, "no job looks for secrets in plaintext", "script: [racklight deploy check], in a job for merge requests", "run: racklight deploy check, in a job for pull requests");
    }

    [GeneratedRegex(@"\bgit\s+(add\s+(-A|--all|\.)(\s|$)|commit\s+-\S*a)")]
    private static partial Regex All();

    [GeneratedRegex(@"\bracklight\s+deploy\s+check\b|\b(gitleaks|trufflehog|detect-secrets|ggshield)\b")]
    private static partial Regex Search();
}
