namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>The keys that a job may have (GitLab 18).</summary>
internal static class JobKeys
{
    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "after_script", "allow_failure", "artifacts", "before_script", "cache", "coverage", "dast_configuration", "dependencies", "environment",
        "except", "extends", "hooks", "id_tokens", "identity", "image", "inherit", "inputs", "interruptible", "manual_confirmation", "needs", "only",
        "pages", "parallel", "publish", "release", "resource_group", "retry", "rules", "run", "script", "secrets", "services", "stage", "start_in",
        "tags", "timeout", "trigger", "variables", "when",
    };
}
