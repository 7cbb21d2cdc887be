using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>An ssh-agent that nobody ends, fed through a pipe whose failure nobody sees.</summary>
internal sealed partial class UnguardedAgent : PipelineRule
{
    public override int Number => 3;

    public override string Name => "unguarded-ssh-agent";

    public override string Why => "what fails inside `eval $(…)` or before a pipe is not noticed, the agent stays with the key in it, and a key of several lines cannot be masked in the log";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        var ended = pipeline.Jobs.Where(static job => job.Script.Any(static line => Ended().IsMatch(line.Text))).SelectMany(static job => job.Script).Select(static line => (line.File.Path, line.Mark)).ToHashSet();
        foreach (var line in pipeline.Lines())
        {
            if (!ended.Contains((line.File.Path, line.Mark)) && Started().IsMatch(line.Text)) yield return At(line, "this agent is never ended, and `eval` hides that it did not start", "ssh-agent sh -c 'ssh-add -q - < \"$DEPLOY_SSH_KEY\" && exec …': it ends with its command");
            if (Fed().IsMatch(line.Text)) yield return At(line, "the key comes out of a variable through a pipe", "a variable of type file: ssh-add -q - < \"$DEPLOY_SSH_KEY\"", "env: { KEY: \"${{ secrets.NAME }}\" }, then umask 077; printenv KEY > \"$RUNNER_TEMP/private/key\", and rm -rf of that directory in a step with if: always()");
        }
    }

    // A trap of the same shell ends it whatever happens; after_script has another shell, which knows no agent.
    [GeneratedRegex(@"\btrap\b.*(ssh-agent\s+-k|kill\b.*SSH_AGENT_PID)")]
    private static partial Regex Ended();

    [GeneratedRegex(@"\beval\b.*\bssh-agent\b|(^|[;&]\s*)(\.|source)\s+<\(\s*ssh-agent\b")]
    private static partial Regex Started();

    [GeneratedRegex(@"\$.*\|\s*ssh-add\b|ssh-add\s+[^|;&]*<\(|ssh-add\s+-?\s*<<<")]
    private static partial Regex Fed();
}
