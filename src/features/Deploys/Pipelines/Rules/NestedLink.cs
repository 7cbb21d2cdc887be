using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary><c>ln -s</c> onto a directory that may exist.</summary>
internal sealed partial class NestedLink : PipelineRule
{
    public override int Number => 5;

    public override string Name => "nested-link";

    public override string Why => "when the name is a directory already the link is made inside it, and the deploy runs with the configuration of last time";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines())
        {
            if (Copy().Match(line.Text) is { Success: true } copied && !Safe().IsMatch(copied.Groups[1].Value) && !copied.Groups[2].Value.EndsWith("/.", StringComparison.Ordinal) && !copied.Groups[2].Value.Contains('*'))
            {
                yield return At(line, "this copy lands inside its target when that is a directory already", "cp -rT DIRECTORY …, or no copy: OSA_CONFIG_DIR, KOLLA_CONFIG_PATH and --configdir name the directory");
            }
            if (Link().Match(line.Text) is not { Success: true } found || Safe().IsMatch(found.Groups[1].Value) || OfFile().IsMatch(line.Text)) continue;
            yield return At(line, "this link lands inside its target when that is a directory already", "ln -sfnT DIRECTORY …, or no link: OSA_CONFIG_DIR, KOLLA_CONFIG_PATH and --configdir name the directory");
        }
    }

    // Of files (…/globals.yml) the target is the directory, as it should be.
    [GeneratedRegex(@"\bcp\s+((?:-\S+\s+)*-[a-zA-Z]*[rRa][a-zA-Z]*\s+(?:-\S+\s+)*)(\S*[^\s/.]*(?<!\.ya?ml)/?)\s+/etc/(?:openstack_deploy|kolla)/?(?:\s|$|[;&])")]
    private static partial Regex Copy();

    [GeneratedRegex(@"\bln\s+((?:-\S+\s+)*-\S*s\S*(?:\s+-\S+)*)\s")]
    private static partial Regex Link();

    // What is named as a file is no directory.
    [GeneratedRegex(@"\bln\s[^;&|]*/?[\w-]+\.(ya?ml|json|txt|cfg|conf|ini|py|sh|log|pem|crt|key|pub|repo|list|service)[""']?\s*($|[;&|])")]
    private static partial Regex OfFile();

    [GeneratedRegex(@"(^|\s)-[a-zA-Z]*[nT]|--no-dereference|--no-target-directory")]
    private static partial Regex Safe();
}
