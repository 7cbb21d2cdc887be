using Racklight.App;

namespace Racklight.Deploys.Running;

/// <summary>Who starts a run, and what from.</summary>
internal static class Identity
{
    /// <summary>A person, where one is behind a CI server's job or sudo; else this user.</summary>
    public static string Who()
    {
        foreach (var variable in (string[])["GITLAB_USER_LOGIN", "GITHUB_ACTOR", "SUDO_USER"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } name) return name;
        }
        return Environment.UserName;
    }

    /// <summary>A new run's name: by time, and different for two of one second.</summary>
    public static string NewId(TimeProvider time)
        => time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..4];

    /// <summary>The repository that a directory is in, its commit, and whether anything below that directory is not committed; nulls outside git.</summary>
    public static async Task<(string? Repository, string? Commit, bool Dirty)> CommitAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory)) return default;
        var top = await GitAsync(directory, cancellationToken, "rev-parse", "--show-toplevel");
        var commit = await GitAsync(directory, cancellationToken, "rev-parse", "--verify", "HEAD");
        if (top is null || commit is null) return default;
        var changes = await GitAsync(directory, cancellationToken, "status", "--porcelain", "--", ".");
        return (top, commit, changes is not "");
    }

    private static async Task<string?> GitAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        // Settings of the repository must not run programs: it may come from a merge request.
        string[] safe = ["-C", directory, "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
        var result = await ProcessRunner.RunAsync(new ProcessSpec("git", [.. safe, .. arguments]) { Limit = TimeSpan.FromSeconds(60) }, cancellationToken);
        return result.Succeeded ? result.Output.Trim() : null;
    }
}
