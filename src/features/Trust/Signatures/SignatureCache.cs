using System.Collections.Concurrent;
using System.Net;
using Racklight.Trust.Keys;

namespace Racklight.Trust.Signatures;

/// <summary>Which script a machine was handed last: its signature must be of those bytes, and asking for it must not decide anew.</summary>
/// <param name="Client">The machine's address.</param>
/// <param name="Target">Path and query.</param>
internal readonly record struct HandedOut(IPAddress Client, string Target);

/// <summary>Signatures by the digest of what they sign. An RSA signature costs a millisecond or two; a rack asks for the same few files.</summary>
internal sealed class SignatureCache(TrustKeys keys)
{
    private const int MaximumSignatures = 4096;
    private const int MaximumScripts = 16_384;
    private readonly ConcurrentDictionary<Digest, byte[]> _signatures = new();
    private readonly ConcurrentDictionary<HandedOut, Digest> _scripts = new();

    /// <summary>The signature of content with this digest.</summary>
    public byte[] Sign(Digest digest)
    {
        // Emptied whole when it is full: what is in use comes back at once, and there is no order to keep.
        if (_signatures.Count >= MaximumSignatures) _signatures.Clear();
        return _signatures.GetOrAdd(digest, static (content, signer) => DetachedSignature.Of(content, signer), keys);
    }

    /// <summary>Notes what a machine was handed.</summary>
    public void Note(HandedOut script, Digest digest)
    {
        if (_scripts.Count >= MaximumScripts) _scripts.Clear();
        _scripts[script] = digest;
    }

    /// <summary>What a machine was handed, or null.</summary>
    public Digest? Find(HandedOut script) => _scripts.TryGetValue(script, out var digest) ? digest : null;
}
