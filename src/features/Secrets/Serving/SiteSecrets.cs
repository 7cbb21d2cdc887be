using System.Text;
using Racklight.Answers;
using Racklight.Vault;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Serving;

/// <summary>
/// The secrets of a site for one rendering, or one look: the top-level keys of all files that <c>secrets:</c> names. Files are read and opened when the
/// first name is asked for, single values when theirs is; all of it goes with this object.
/// </summary>
/// <param name="files">Reads the files.</param>
/// <param name="keyring">The passwords; null: only what can be read without.</param>
/// <param name="why">Why there are none, to follow "and ".</param>
internal sealed class SiteSecrets(Func<IReadOnlyList<SealedFile>> files, VaultKeyring? keyring, Problem? why = null) : ISecretSource
{
    private List<(SealedFile File, IReadOnlyDictionary<string, YamlPart>? Entries)>? _opened;

    /// <inheritdoc/>
    public Problem? Unavailable => null;

    /// <inheritdoc/>
    public Problem? Unchecked
    {
        get
        {
            List<string> closed = [.. Opened.Where(static one => one.Entries is null).Select(static one => one.File.Path)];
            return closed.Count == 0 ? null : new Problem($"{string.Join(", ", closed.Take(3))}{(closed.Count > 3 ? $" and {closed.Count - 3} more" : "")} {(closed.Count == 1 ? "is" : "are")} encrypted as a whole, and {why?.Message}") { Hint = why?.Hint };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [.. Opened.Select(static one => one.File.Path)];

    /// <inheritdoc/>
    public SecretPresence Look(string name)
    {
        if (Holder(name) is not { } holder) return Opened.Any(static one => one.Entries is null) ? SecretPresence.Unchecked : SecretPresence.Missing;
        Require(holder.File, holder.Value);
        // A password that does not fit is better told now than to an installer.
        if (keyring is not null && IsTagged(holder.Value)) holder.File.Try(name, holder.Value, keyring);
        return SecretPresence.Present;
    }

    /// <inheritdoc/>
    public string? Find(string name)
    {
        if (Holder(name) is not var (file, value)) return null;
        Require(file, value);
        return IsTagged(value) ? file.Open(name, value, keyring!) : value.Text;
    }

    private List<(SealedFile File, IReadOnlyDictionary<string, YamlPart>? Entries)> Opened
        => _opened ??= [.. files().Select(file => (file, keyring is null && file.IsWhole ? null : file.Entries(keyring)))];

    private (SealedFile File, YamlPart Value)? Holder(string name)
    {
        var holders = Opened.Where(one => one.Entries?.ContainsKey(name) == true).ToList();
        if (holders.Count > 1) throw new ProblemException($"{string.Join(" and ", holders.Select(static one => one.File.Path))} hold it, and nothing says which counts", "keep it in one of them", ExitCodes.NotSo);
        return holders.Count == 0 ? null : (holders[0].File, holders[0].Entries![name]);
    }

    /// <summary>Refuses what a template cannot take, and what is no secret.</summary>
    private static void Require(SealedFile file, YamlPart value)
    {
        var open = IsTagged(value) ? !VaultEnvelope.IsVault(Encoding.UTF8.GetBytes(value.Text)) : !file.IsWhole;
        (string Message, string Hint)? fault = value switch
        {
            { Kind: YamlPartKind.Mapping } => ("it is a mapping, and a template takes text", "give each of its values a key of its own at the top"),
            { Kind: YamlPartKind.Sequence } => ("it is a list, and a template takes text", "give each of its items a key of its own at the top"),
            { Kind: YamlPartKind.Alias } => ("it is a reference to an anchor, which is not followed", "write the value itself"),
            { IsNull: true } => ("it has no value yet", $"racklight secret edit {file.Path}"),
            _ when open => ("it lies open there: it is not encrypted", $"racklight secret encrypt {file.Path}; what git has seen of it is known, so change it too"),
            _ => null,
        };
        if (fault is { } found) throw new ProblemException(new Problem(found.Message) { File = file.Path, Line = file.IsWhole ? 0 : value.Mark.Line, Hint = found.Hint }, ExitCodes.NotSo);
    }

    private static bool IsTagged(YamlPart value) => value.Tag is "!vault" or "!vault-encrypted";
}
