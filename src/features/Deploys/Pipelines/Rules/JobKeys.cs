namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>The keys that a job may have, on GitLab (18) and on GitHub (as of its workflow schema of 2026).</summary>
internal static class JobKeys
{
    /// <summary>Of a job on GitLab.</summary>
    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "after_script", "allow_failure", "artifacts", "before_script", "cache", "coverage", "dast_configuration", "dependencies", "environment",
        "except", "extends", "hooks", "id_tokens", "identity", "image", "inherit", "inputs", "interruptible", "manual_confirmation", "needs", "only",
        "pages", "parallel", "publish", "release", "resource_group", "retry", "rules", "run", "script", "secrets", "services", "stage", "start_in",
        "tags", "timeout", "trigger", "variables", "when",
    };

    /// <summary>Of a workflow.</summary>
    public static IReadOnlySet<string> OfWorkflow { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "concurrency", "defaults", "description", "env", "jobs", "name", "on", "permissions", "run-name",
    };

    /// <summary>Of a job on GitHub.</summary>
    public static IReadOnlySet<string> OnGitHub { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "cancel-timeout-minutes", "concurrency", "container", "continue-on-error", "defaults", "env", "environment", "if", "name", "needs", "outputs", "permissions",
        "runs-on", "secrets", "services", "snapshot", "steps", "strategy", "timeout-minutes", "uses", "with",
    };

    /// <summary>Of a step on GitHub.</summary>
    public static IReadOnlySet<string> OfStep { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "background", "cancel", "continue-on-error", "env", "id", "if", "name", "parallel", "run", "shell", "timeout-minutes", "uses", "wait", "wait-all", "with",
        "working-directory",
    };
}
