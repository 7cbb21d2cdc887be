using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Packages of Python 2.</summary>
internal sealed partial class PackageGone : PipelineRule
{
    public override int Number => 15;

    public override string Name => "package-gone";

    public override string Why => "the package is in no release that still gets updates: the job ends here";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines())
        {
            if (Gone().Match(line.Text) is { Success: true } found) yield return At(line, $"`{found.Groups[1].Value}` no longer exists in Debian and Ubuntu", $"{found.Groups[1].Value.Replace("python", "python3", StringComparison.Ordinal)}, better in a prepared image");
        }
    }

    [GeneratedRegex(@"\b(?:apt|apt-get|dnf|yum)\b.*\sinstall\b.*?\s(python(?:2|2\.7)?-(?:pip|virtualenv|dev|setuptools|openstackclient|apt)|python-minimal)(?:\s|$)")]
    private static partial Regex Gone();
}
