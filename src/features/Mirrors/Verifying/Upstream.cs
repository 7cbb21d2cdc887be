using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Verifying;

/// <summary>Finds out what upstream says of files: fetches checksum files and signatures, each once a run.</summary>
internal sealed class Upstream(SmallFetch small, Signatures signatures)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Trusted>>> _lists = new(StringComparer.Ordinal);

    /// <summary>What a file must be.</summary>
    /// <exception cref="WebFault">Upstream contradicts itself or the catalog, a signature is not good, or a server does not answer.</exception>
    public async Task<Expectation> ExpectAsync(MirrorFile file, CancellationToken cancellationToken)
    {
        var expectation = file.Sha256 is { } known ? new Expectation { Sha256 = known, Proof = Proof.Catalog, Why = "the catalog's digest" } : null;
        var signsList = file.Signature is { OfFile: false };
        if (file.Checksums.Count > 0 && (expectation is null || signsList)) expectation = Join(file, expectation, await ByListsAsync(file, cancellationToken));
        expectation ??= Expectation.Unknown("the catalog knows neither a digest nor a checksum file nor a signature");
        if (file.Signature is not { OfFile: true, Url: { } address } signature) return expectation;
        if (signatures.WhyNot(signature) is { } why) return expectation.Proof == Proof.None ? expectation with { Why = why } : expectation;
        return expectation with { Signature = await small.GetAsync(address, SmallFetch.Signature, cancellationToken), Keyring = signature.Keyring };
    }

    private static Expectation Join(MirrorFile file, Expectation? catalog, Expectation lists)
    {
        if (catalog?.Sha256 is not { } known || lists.Proof == Proof.None) return catalog ?? lists;
        if (lists.Sha256 is { } said && said != known) throw new WebFault($"upstream says that {WebSource.Show(file.Url)} has the digest {said}, the catalog says {known}", "the catalog is older than the file: update it");
        return lists.Proof > catalog.Proof ? lists with { Sha256 = known } : catalog;
    }

    private async Task<Expectation> ByListsAsync(MirrorFile file, CancellationToken cancellationToken)
    {
        Trusted trusted;
        try
        {
            trusted = await ListAsync(file.Checksums, 0, file.Signature is { OfFile: false } signature ? signature : null, cancellationToken);
        }
        catch (MissingFault e)
        {
            return Expectation.Unknown(e.Message);
        }
        var list = file.Checksums[0];
        if (trusted.List.Find(list, file.Url, out var why) is not { } digest) return Expectation.Unknown(why);
        return new Expectation
        {
            Sha256 = digest.Sha512 ? null : Digest.Parse(digest.Hex),
            Sha512 = digest.Sha512 ? digest.Hex : null,
            Proof = trusted.Fingerprint is null ? Proof.Checksums : Proof.Signature,
            Why = trusted.Fingerprint is { } key ? $"{WebSource.Show(list)}, signed with {key}" : trusted.Unsigned is { } because ? $"{WebSource.Show(list)}; {because}" : WebSource.Show(list),
        };
    }

    private Task<Trusted> ListAsync(IReadOnlyList<Uri> chain, int at, MirrorSignature? signature, CancellationToken cancellationToken)
    {
        var key = string.Join('\n', chain.Skip(at).Select(static uri => uri.AbsoluteUri).Append(signature?.Keyring).Append(signature?.Url?.AbsoluteUri));
        return _lists.GetOrAdd(key, _ => new(() => at == chain.Count - 1 ? LastAsync(chain[at], signature, cancellationToken) : LinkAsync(chain, at, signature, cancellationToken))).Value;
    }

    /// <summary>A list that is itself listed.</summary>
    private async Task<Trusted> LinkAsync(IReadOnlyList<Uri> chain, int at, MirrorSignature? signature, CancellationToken cancellationToken)
    {
        var (above, url) = (await ListAsync(chain, at + 1, signature, cancellationToken), chain[at]);
        var content = await FetchListAsync(url, signature is not null, cancellationToken);
        if (above.List.Find(chain[at + 1], url, out var why) is not { } wanted)
        {
            return new Trusted(Parse(content), null, why);
        }
        var got = Convert.ToHexStringLower(wanted.Sha512 ? SHA512.HashData(content) : SHA256.HashData(content));
        if (got != wanted.Hex) throw new WebFault($"{WebSource.Show(url)} is not what {WebSource.Show(chain[at + 1])} says: digest {got}, not {wanted.Hex}", "the mirror is being updated, or tampered with: try again later, or another mirror");
        return new Trusted(Parse(content), above.Fingerprint, above.Unsigned);
    }

    /// <summary>The end of a chain: where a signature is, if there is one.</summary>
    private async Task<Trusted> LastAsync(Uri url, MirrorSignature? signature, CancellationToken cancellationToken)
    {
        var content = await FetchListAsync(url, signature is not null, cancellationToken);
        if (signature is null) return new Trusted(Parse(content), null, null);
        if (signatures.WhyNot(signature) is { } why) return new Trusted(Parse(content), null, "its signature was not checked: " + why);
        if (signature.Url is null)
        {
            var (fingerprint, text) = await signatures.CheckInlineAsync(signature.Keyring, content, WebSource.Show(url), cancellationToken);
            return new Trusted(Parse(text), fingerprint, null);
        }
        var detached = await small.GetAsync(signature.Url, SmallFetch.Signature, cancellationToken);
        var signer = await small.WithFileAsync(content, file => signatures.CheckAsync(signature.Keyring, detached, file, WebSource.Show(url), cancellationToken));
        return new Trusted(Parse(content), signer, null);
    }

    /// <summary>A list that upstream does not have proves nothing; one that should be signed must be there, or leaving it out would switch the check off.</summary>
    private async Task<byte[]> FetchListAsync(Uri url, bool signed, CancellationToken cancellationToken)
    {
        try
        {
            return await small.GetAsync(url, SmallFetch.List, cancellationToken);
        }
        catch (WebFault fault) when (fault.Gone && !signed)
        {
            throw new MissingFault(fault.Message);
        }
    }

    private static ChecksumList Parse(byte[] content) => ChecksumList.Parse(Encoding.UTF8.GetString(content));

    /// <param name="List">What it says.</param>
    /// <param name="Fingerprint">The key that vouches for it; null: none.</param>
    /// <param name="Unsigned">Why no key does, though one was meant to.</param>
    private sealed record Trusted(ChecksumList List, string? Fingerprint, string? Unsigned);

    private sealed class MissingFault(string message) : Exception(message);
}
