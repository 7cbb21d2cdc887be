using Racklight.Vault;

namespace Racklight.Secrets.Merging;

/// <summary>The three files of a merge. The final one is vaulted when any input is; when the old file encrypts value by value, so does it.</summary>
internal sealed class MergeFiles : IDisposable
{
    private readonly SecretFile _old;
    private readonly SecretFile _fresh;

    public MergeFiles(string old, string fresh, string final, VaultKeyring keyring)
    {
        _old = SecretFile.Read(old, keyring);
        _fresh = SecretFile.Read(fresh, keyring);
        // Written over the file that it replaces, so that what did not change keeps its ciphertext, and the file its owner and mode.
        var path = Path.GetFullPath(final);
        Final = path == Path.GetFullPath(old) ? _old : path == Path.GetFullPath(fresh) ? _fresh : File.Exists(final) ? SecretFile.Read(final, keyring) : SecretFile.New(final, "", keyring);
    }

    /// <summary>The result.</summary>
    public SecretFile Final { get; }

    public SecretMerge Merge(bool clean)
    {
        var whole = _old.Vaulted || _fresh.Vaulted || (_fresh.WasVaulted && !_old.WasVaulted);
        var merge = SecretProblems.In(_old.Path, () => SecretMerge.Of(_old.Text, _fresh.Text, clean));
        Final.Text = merge.Text;
        Final.Vaulted = Final.Vaulted || whole;
        if (!Final.Vaulted && _old.WasVaulted) foreach (var key in merge.Keys.Where(static key => key.Origin is MergeOrigin.New or MergeOrigin.FromRedis)) Tag(key.Key);
        return merge;
    }

    public void Dispose()
    {
        Final.Dispose();
        _old.Dispose();
        _fresh.Dispose();
    }

    private void Tag(string key)
    {
        if (Final.Entries.FirstOrDefault(entry => entry.Key == key) is { Kind: SecretKind.Text or SecretKind.Mapping, Vaulted: false } entry) Final.SetRaw(key, Generating.InlineValue.Tagged(entry.Raw));
    }
}
