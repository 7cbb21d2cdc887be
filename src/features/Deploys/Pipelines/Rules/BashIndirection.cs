using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary><c>${!NAME}</c>: the variable whose name another variable holds.</summary>
internal sealed partial class BashIndirection : PipelineRule
{
    public override int Number => 2;

    public override string Name => "bash-indirection";

    public override string Why => "an unset name is an error, a key's text is no name, and dash knows no such thing: the job works on one machine by accident";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines())
        {
            if (Indirect().Match(line.Text) is not { Success: true } found) continue;
            yield return At(line, $"`{found.Value}` asks for the variable whose name `{found.Groups[1].Value}` holds", $"name it: \"${found.Groups[1].Value}\", a variable of type file, with one value for each environment", "a secret of the job's environment: env: { KEY: \"${{ secrets.DEPLOY_SSH_KEY }}\" }, the same name in each environment");
        }
    }

    [GeneratedRegex(@"\$\{!([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Indirect();
}
