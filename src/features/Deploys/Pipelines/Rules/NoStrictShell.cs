using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A script that goes on after a failure.</summary>
internal sealed partial class NoStrictShell : PipelineRule
{
    public override int Number => 22;

    public override string Name => "no-strict-shell";

    public override string Why => "a failure before a pipe or in an unset variable goes unnoticed, and `cd` moves every line after it";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Jobs.Where(static job => job.IsDeploy || job.Script.Any(static line => line.Text.Contains(" | ", StringComparison.Ordinal))))
        {
            if (!job.StrictShell && (pipeline.Server == CiServer.GitHub || !job.Script.Any(static line => Strict().IsMatch(line.Text)))) yield return At(job, $"the script of `{job.Name}` goes on after a failure in a pipe or an unset variable", "before_script: [set -euo pipefail]", "defaults: { run: { shell: bash } }, which GitHub starts with -e and pipefail; or set -euo pipefail in each step");
        }
        foreach (var line in pipeline.Deploys.SelectMany(static job => job.Script).Where(static line => Moves().IsMatch(line.Text)).DistinctBy(static line => (line.File.Path, line.Mark)))
        {
            yield return At(line, "every line after this one runs somewhere else", "(cd DIR && command), in one line");
        }
    }

    [GeneratedRegex(@"\bset\s+[-a-z\s]*-[a-z]*o\s+pipefail\b")]
    private static partial Regex Strict();

    [GeneratedRegex(@"^cd\s+[^&|;]*$")]
    private static partial Regex Moves();
}
