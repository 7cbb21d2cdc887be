using System.Text;
using Racklight.App;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Pipelines.Commands;
using Racklight.Vault;

namespace Racklight.Deploys.Starting;

/// <summary>What a repository is made from.</summary>
internal sealed record StartRequest
{
    /// <summary>The tool's configuration directory.</summary>
    public required string From { get; init; }

    /// <summary>Where the repository is made.</summary>
    public required string Into { get; init; }

    /// <summary><c>gitlab</c> or <c>github</c>.</summary>
    public string Server { get; init; } = "gitlab";

    /// <summary>The release; null: as the files tell.</summary>
    public string? Release { get; init; }

    /// <summary>Datacentres as <c>NAME=TAG</c>.</summary>
    public IReadOnlyList<string> Datacentres { get; init; } = [];

    /// <summary>Who owns the configuration, as CODEOWNERS names them; null: nobody is named.</summary>
    public string? Owner { get; init; }

    /// <summary>False: the files are made, and the user commits them.</summary>
    public bool Commit { get; init; } = true;
}

/// <summary>
/// Makes a git repository of a tool's configuration. Secrets are encrypted in memory: nothing of them is ever written into the new directory in
/// plaintext, so that git's objects cannot hold it either.
/// </summary>
internal static class DeployRepository
{
    private static readonly TimeSpan GitLimit = TimeSpan.FromMinutes(2);

    /// <summary>Makes it.</summary>
    /// <returns>What was done, a line each.</returns>
    /// <exception cref="ProblemException">The source is none, the directory is not empty, or secrets would be committed.</exception>
    public static async Task<IReadOnlyList<string>> MakeAsync(StartRequest request, VaultKeyring keyring, CancellationToken cancellationToken)
    {
        var tool = File.Exists(Path.Combine(request.From, "openstack_user_config.yml")) ? "osa" : File.Exists(Path.Combine(request.From, "globals.yml")) ? "kolla" : throw new ProblemException($"{request.From} holds neither openstack_user_config.yml nor globals.yml", "--from /etc/openstack_deploy or --from /etc/kolla");
        if (Directory.Exists(request.Into) && Directory.EnumerateFileSystemEntries(request.Into).Any()) throw new ProblemException($"{request.Into} is not empty; nothing was written", "name a new directory: racklight deploy init --from … DIR");
        var name = Path.GetFileName(request.From.TrimEnd('/'));
        var said = new List<string>();
        foreach (var file in new SourceFiles(request.From, tool == "osa" ? CloudTool.Osa : CloudTool.Kolla, keyring).Read())
        {
            if (file.Treatment != Treatment.Taken) said.Add($"{name}/{file.Said}");
            if (file.Treatment != Treatment.Left) Write(request.Into, $"{name}/{file.Path}", file.Bytes);
        }
        Write(request.Into, ".gitignore", Encoding.UTF8.GetBytes(NeverCommitted.GitIgnore()));
        if (request.Owner is { } owner) Write(request.Into, "CODEOWNERS", Encoding.UTF8.GetBytes(StartTexts.CodeOwners(owner, name)));
        said.AddRange(PipelineInitCommand.Make(request.Into, request.Server, tool, request.Release, request.Datacentres, force: false));
        Write(request.Into, "README.md", Encoding.UTF8.GetBytes(StartTexts.Readme(name, tool, request.Server)));
        await CheckAsync(request.Into, keyring, cancellationToken);
        if (request.Commit) said.Add(await CommitAsync(request, cancellationToken));
        return said;
    }

    private static void Write(string root, string path, byte[] bytes)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var stream = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
        stream.Write(bytes);
    }

    /// <summary>A second look, by other eyes: what would be committed is searched as any repository is.</summary>
    private static async Task CheckAsync(string root, VaultKeyring keyring, CancellationToken cancellationToken)
    {
        var report = await new DeployCheck(null, keyring).RunAsync(root, cancellationToken);
        var open = report.Findings.Where(static finding => finding.Severity == Severity.Error && finding.Rule is "private-key" or "token" or "keyring" or "password" or "openrc" or "secrets-open" or "clouds-password" or "vault-password-file").ToList();
        if (open.Count == 0) return;
        throw new ProblemException([.. open.Select(static finding => new Problem(finding.Message) { File = finding.File, Line = finding.Line, Column = finding.Column, Hint = "take it out or encrypt it, then: git add, git commit; nothing was committed" })], ExitCodes.NotSo);
    }

    private static async Task<string> CommitAsync(StartRequest request, CancellationToken cancellationToken)
    {
        await Git(request.Into, ["init", "--quiet", "--initial-branch=main"], cancellationToken);
        await Git(request.Into, ["add", "--all"], cancellationToken);
        var identity = await ProcessRunner.RunAsync(new ProcessSpec("git", "-C", request.Into, "var", "GIT_AUTHOR_IDENT") { Limit = GitLimit }, cancellationToken);
        if (!identity.Succeeded) return "a git repository, ready to be committed: git does not know who you are (git config user.name, user.email)";
        await Git(request.Into, ["commit", "--quiet", "--message", $"The configuration as it was in {request.From}, secrets encrypted"], cancellationToken);
        var commit = await Git(request.Into, ["rev-parse", "--short", "HEAD"], cancellationToken);
        return $"committed as {commit.Trim()} on main; next: git remote add origin …, git push, and protect the branch";
    }

    private static Task<string> Git(string root, string[] arguments, CancellationToken cancellationToken)
        => ProcessRunner.RequireAsync(new ProcessSpec("git", ["-C", root, .. arguments]) { Limit = GitLimit }, cancellationToken);
}
