using Racklight.App;
using Racklight.Vault;

namespace Racklight.Deploys.Running.Difference;

/// <summary>Something that is committed otherwise than it is deployed.</summary>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Key">The setting's path; null when the file as a whole is meant.</param>
/// <param name="Change">added, removed or changed.</param>
/// <param name="Deployed">The value that is deployed; a secret's is never shown.</param>
/// <param name="Committed">The value that is committed.</param>
internal sealed record DeployChange(string File, string? Key, string Change, string? Deployed, string? Committed);

/// <summary>Compares two commits of a configuration, file by file and key by key.</summary>
internal sealed class DeployDifference(string repository, VaultKeyring keyring, IReadOnlyList<string> secretNames)
{
    private const int MostLines = 500_000;
    private const string Hidden = "[hidden]";

    /// <summary>All that differs, by file and key.</summary>
    /// <exception cref="ProblemException">A commit is not there, or a vault cannot be opened.</exception>
    public async Task<IReadOnlyList<DeployChange>> CompareAsync(string deployed, string committed, CancellationToken cancellationToken)
    {
        var changes = new List<DeployChange>();
        foreach (var line in await GitAsync(cancellationToken, "diff", "--name-status", "--no-renames", "--no-ext-diff", deployed, committed))
        {
            if (line.Split('\t', 2) is not [var status, var file]) continue;
            var before = status == "A" ? null : await ContentAsync(deployed, file, cancellationToken);
            var after = status == "D" ? null : await ContentAsync(committed, file, cancellationToken);
            changes.AddRange(Compare(file, before, after));
        }
        return changes;
    }

    /// <summary>Resolves a name to a commit.</summary>
    /// <exception cref="ProblemException">It names none.</exception>
    public async Task<string> CommitAsync(string name, CancellationToken cancellationToken)
        => (await GitAsync(cancellationToken, "rev-parse", "--verify", "--end-of-options", name + "^{commit}"))[0];

    private IEnumerable<DeployChange> Compare(string file, byte[]? before, byte[]? after)
    {
        var secret = secretNames.Contains(Path.GetFileName(file));
        IReadOnlyDictionary<string, KeyValue>? old, now;
        try
        {
            old = before is null ? new Dictionary<string, KeyValue>() : KeyMap.Read(file, before, secret, keyring);
            now = after is null ? new Dictionary<string, KeyValue>() : KeyMap.Read(file, after, secret, keyring);
        }
        catch (VaultException e)
        {
            throw new ProblemException(new Problem($"its keys cannot be compared: {e.Message}") { File = file, Hint = e.Hint }, ExitCodes.NotSo, e);
        }
        if (before is null || after is null || old is null || now is null)
        {
            return [new DeployChange(file, null, before is null ? "added" : after is null ? "removed" : "changed", null, null)];
        }
        // A vault that was only encrypted anew has the same keys with the same values: nothing that a deploy would change.
        return old.Keys.Union(now.Keys).Order(StringComparer.Ordinal).Select(key => Change(file, key, old.GetValueOrDefault(key), now.GetValueOrDefault(key))).OfType<DeployChange>();
    }

    private static DeployChange? Change(string file, string key, KeyValue? old, KeyValue? now)
    {
        if (old?.Text == now?.Text && old is not null && now is not null) return null;
        var secret = old is { IsSecret: true } || now is { IsSecret: true };
        string? Show(KeyValue? value) => value is null ? null : secret ? Hidden : Short(value.Text);
        return new DeployChange(file, key, old is null ? "added" : now is null ? "removed" : "changed", Show(old), Show(now));
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 60 ? line : line[..59] + "…";
    }

    private async Task<byte[]> ContentAsync(string commit, string file, CancellationToken cancellationToken)
        => System.Text.Encoding.UTF8.GetBytes(string.Concat((await GitAsync(cancellationToken, "show", "--no-textconv", $"{commit}:{file}")).Select(static line => line + "\n")));

    /// <summary>Git's output, all of it. Names with odd characters come quoted, and are then not found: they are told as changed as a whole.</summary>
    private async Task<IReadOnlyList<string>> GitAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var lines = new List<string>();
        string[] safe = ["-C", repository, "--no-pager", "--no-optional-locks", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"];
        var result = await ProcessRunner.RunAsync(
            new ProcessSpec("git", [.. safe, .. arguments])
            {
                Limit = TimeSpan.FromSeconds(60),
                OnOutput = line =>
                {
                    if (lines.Count < MostLines) lines.Add(line);
                },
            },
            cancellationToken);
        if (result.Succeeded) return lines;
        throw new ProblemException($"git {arguments[0]} in {repository}: {result.Error.Trim().Split('\n')[0]}", "the commit that was deployed must be in the repository: git fetch", ExitCodes.Outside);
    }
}
