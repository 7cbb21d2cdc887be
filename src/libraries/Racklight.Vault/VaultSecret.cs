using System.Collections.Concurrent;

namespace Racklight.Vault;

/// <summary>A password under its vault id, with the keys that it gave in this run: what many values share a salt with is derived once.</summary>
internal sealed class VaultSecret(string id, VaultPassword password) : IDisposable
{
    // A run that meets more salts than this derives the rest anew, and holds no more.
    private const int MostKeys = 4096;
    private readonly ConcurrentDictionary<string, Lazy<VaultKeys>> _keys = new(StringComparer.Ordinal);
    private int _opened;

    public string Id => id;

    public VaultPassword Password => password;

    /// <summary>How many vaults it opened in this run.</summary>
    public int Opened => Volatile.Read(ref _opened);

    public void CountOpened() => Interlocked.Increment(ref _opened);

    /// <summary>Works with the keys of a salt.</summary>
    public T Use<T>(ReadOnlyMemory<byte> salt, Func<VaultKeys, T> work)
    {
        var name = Convert.ToHexString(salt.Span);
        if (_keys.Count < MostKeys || _keys.ContainsKey(name)) return work(_keys.GetOrAdd(name, _ => new Lazy<VaultKeys>(() => new VaultKeys(password.Bytes, salt.Span))).Value);
        using var keys = new VaultKeys(password.Bytes, salt.Span);
        return work(keys);
    }

    public void Dispose()
    {
        foreach (var keys in _keys.Values) keys.Value.Dispose();
        _keys.Clear();
        password.Dispose();
    }
}
