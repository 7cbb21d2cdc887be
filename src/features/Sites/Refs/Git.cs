using Racklight.App;

namespace Racklight.Sites;

/// <summary>
/// Calls git on a repository that others push to. Nothing that they could have put into it is run, no option can be smuggled in, no object is
/// replaced by another, and nothing goes over the network unless the call says by which protocol.
/// </summary>
internal static class Git
{
    /// <summary>How long reading may take.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(20);

    /// <summary>A call of git.</summary>
    /// <param name="gitDirectory">The repository.</param>
    /// <param name="protocol">The one protocol that may be spoken: https, ssh, file; null: none.</param>
    /// <param name="arguments">The verb and its arguments.</param>
    public static ProcessSpec Call(string gitDirectory, string? protocol, params IReadOnlyList<string> arguments) => new("git", Arguments(gitDirectory, arguments))
    {
        Limit = ReadLimit,
        Environment = Variables(protocol),
    };

    /// <summary>As <see cref="Call"/>, with a limit on the size of any file that git writes: a fork must not fill the disk.</summary>
    public static ProcessSpec BoundedCall(string gitDirectory, string? protocol, long bytes, TimeSpan limit, params IReadOnlyList<string> arguments)
        // POSIX counts ulimit -f in blocks of 512 bytes.
        => new("sh", ["-c", "ulimit -f \"$1\" && shift && exec git \"$@\"", "sh", (bytes / 512).ToString(System.Globalization.CultureInfo.InvariantCulture), .. Arguments(gitDirectory, arguments)])
        {
            Limit = limit,
            Environment = Variables(protocol),
        };

    /// <summary>Runs a reading call.</summary>
    public static Task<ProcessResult> ReadAsync(GitRepository repository, CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
        => ProcessRunner.RunAsync(Call(repository.GitDirectory, null, arguments), cancellationToken);

    private static string[] Arguments(string gitDirectory, IReadOnlyList<string> arguments) =>
    [
        "--no-pager", "--git-dir=" + gitDirectory,
        "-c", "safe.directory=" + gitDirectory,
        "-c", "core.hooksPath=/dev/null",
        "-c", "core.fsmonitor=false",
        "-c", "core.askPass=",
        "-c", "credential.helper=",
        "-c", "fetch.fsckObjects=true",
        "-c", "submodule.recurse=false",
        "-c", "gc.auto=0",
        "-c", "maintenance.auto=false",
        "-c", "http.lowSpeedLimit=1000",
        "-c", "http.lowSpeedTime=10",
        .. arguments,
    ];

    private static Dictionary<string, string?> Variables(string? protocol) => new()
    {
        // The caller's own (a hook, a rebase) are about another repository.
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_INDEX_FILE"] = null,
        ["GIT_OBJECT_DIRECTORY"] = null,
        ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = null,
        ["GIT_NAMESPACE"] = null,
        ["GIT_CONFIG_PARAMETERS"] = null,
        ["GIT_CONFIG_COUNT"] = null,
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        // refs/replace can be pushed, and would put other content under a trusted commit's name.
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        // A partial clone would otherwise fetch what it lacks from wherever its configuration says.
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_ALLOW_PROTOCOL"] = protocol ?? "none",
        ["GIT_PROTOCOL_FROM_USER"] = "0",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_ASKPASS"] = null,
        ["SSH_ASKPASS"] = null,
        ["GIT_SSH"] = null,
        ["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=10 -o StrictHostKeyChecking=yes",
        ["LC_ALL"] = "C",
    };
}
