using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Logs that exist only when all went well, too briefly, or for everybody.</summary>
internal sealed partial class LogsLost : PipelineRule
{
    public override int Number => 9;

    public override string Name => "logs-lost-on-failure";

    public override string Why => "the runs that failed are the ones whose logs are wanted";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            if (job.Find("artifacts") is not { Map: not null } artifacts)
            {
                yield return At(job, $"`{job.Name}` keeps nothing of its run", Wanted, WantedOnGitHub);
                continue;
            }
            if (artifacts["when"]?.Text is not "always") yield return At(artifacts["when"] ?? artifacts, $"the artifacts of `{job.Name}` are kept only {(artifacts["when"]?.Text == "on_failure" ? "when it fails" : "when it succeeds")}", "artifacts: { when: always }", "if: always(), at the step that uploads them");
            if (artifacts["expire_in"] is { Text: { } text } kept && CiDuration.TryParse(text, out var time) && time < TimeSpan.FromDays(30)) yield return At(kept, $"after {text} nobody can say what was deployed", "expire_in: 90 days", "retention-days: 90");
            if (artifacts["access"]?.Text is not ("developer" or "maintainer" or "none") && artifacts["public"]?.Text is not "false") yield return At(artifacts["access"] ?? artifacts, $"who may read the project may read the logs of `{job.Name}`", "artifacts: { access: developer }");
            foreach (var path in pipeline.Server == CiServer.GitLab ? artifacts["paths"]?.Items ?? [] : [])
            {
                if (path.Text is { } outside && (outside[..Math.Min(1, outside.Length)] is "/" or "~" || outside.StartsWith("..", StringComparison.Ordinal))) yield return At(path, $"`{outside}` lies outside of the project's directory: GitLab keeps nothing of it", "let the tool write below the project's directory (ANSIBLE_LOG_PATH: $CI_PROJECT_DIR/racklight-logs/ansible.log)");
            }
            foreach (var line in job.Script.Where(static line => Copied().IsMatch(line.Text)))
            {
                yield return At(line, "these logs are copied only when every line before succeeded", "let the tool write them below the artifacts (ANSIBLE_LOG_PATH), or copy in after_script", "let the tool write them below the artifacts (ANSIBLE_LOG_PATH), or copy in a step with if: always()");
            }
        }
    }

    private const string Wanted = "artifacts: { when: always, access: developer, expire_in: 90 days, paths: [racklight-logs/] }";

    private const string WantedOnGitHub = "a step with if: always() that uses actions/upload-artifact with path: racklight-logs/ and retention-days: 90";

    [GeneratedRegex(@"\b(cp|rsync|mv)\b.*\blogs?\b")]
    private static partial Regex Copied();
}
