using System.Text;
using Racklight.Vault;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Comparing;

/// <summary>A conflict: both sides changed a key, to different values.</summary>
/// <param name="Key">The key; null when the file as a whole cannot be merged by key.</param>
/// <param name="What">What each side did, in words without the values.</param>
internal sealed record MergeConflict(string? Key, string What);

/// <summary>Merges two versions of a file of secrets by key, in memory. What only one side changed is taken as that side wrote it, ciphertext included.</summary>
internal static class SecretMerge
{
    /// <summary>Merges.</summary>
    /// <returns>The merged file, valid in any case, and what is left to a person: there our value stays.</returns>
    public static (byte[] Merged, IReadOnlyList<MergeConflict> Conflicts) Merge(SecretVersion ancestor, SecretVersion ours, SecretVersion theirs, VaultKeyring keyring)
    {
        if (theirs.Bytes.AsSpan().SequenceEqual(ancestor.Bytes) || ours.Bytes.AsSpan().SequenceEqual(theirs.Bytes)) return (ours.Bytes, []);
        if (ours.Bytes.AsSpan().SequenceEqual(ancestor.Bytes)) return (theirs.Bytes, []);
        if (ours.Opened == theirs.Opened) return (Encryption(ancestor, ours, theirs) == theirs.Whole ? theirs.Bytes : ours.Bytes, []);
        if (theirs.Opened == ancestor.Opened) return (Stored(ours.Stored, ours, ancestor, ours, theirs, keyring), []);
        if (ours.Opened == ancestor.Opened) return (Stored(theirs.Stored, theirs, ancestor, ours, theirs, keyring), []);
        if (ours.Values is null || theirs.Values is null || (ancestor.Values is null && ancestor.Bytes.Length > 0))
        {
            return (ours.Bytes, [new MergeConflict(null, "both sides changed it, and it is no YAML mapping to be merged by key: ours stays")]);
        }
        var (text, notes, conflicts) = ByKey(ancestor.Values ?? new Dictionary<string, SecretValue>(), ours, theirs);
        // In a file that is not encrypted as a whole, a note would show a secret.
        if (notes.Count > 0 && Encryption(ancestor, ours, theirs) is not null) text = ConflictNotes.Write(text, notes);
        return (Stored(text, null, ancestor, ours, theirs, keyring), conflicts);
    }

    private static (string Text, Dictionary<string, string?> Notes, List<MergeConflict> Conflicts) ByKey(IReadOnlyDictionary<string, SecretValue> ancestor, SecretVersion ours, SecretVersion theirs)
    {
        var map = YamlMapText.Read(ours.Stored, Racklight.Vault.Inline.InlineVaults.Limits);
        var notes = new Dictionary<string, string?>(StringComparer.Ordinal);
        var conflicts = new List<MergeConflict>();
        foreach (var key in theirs.Values!.Keys.Concat(ours.Values!.Keys).Concat(ancestor.Keys).Distinct())
        {
            var (was, our, their) = (ancestor.GetValueOrDefault(key), ours.Values.GetValueOrDefault(key), theirs.Values.GetValueOrDefault(key));
            if (our?.Meaning == their?.Meaning || their?.Meaning == was?.Meaning) continue;
            if (our?.Meaning == was?.Meaning)
            {
                if (their is null) map.Remove(key);
                else map.Set(key, their.Stored);
                continue;
            }
            notes[key] = their?.Stored;
            conflicts.Add(new MergeConflict(key, $"ours {Did(was, our)} it, theirs {Did(was, their)} it"));
        }
        return (map.ToString(), notes, conflicts);

        static string Did(SecretValue? was, SecretValue? now) => now is null ? "removed" : was is null ? "added" : "changed";
    }

    /// <summary>The bytes of a text: those of a side where it is that side's, else encrypted anew.</summary>
    private static byte[] Stored(string text, SecretVersion? from, SecretVersion ancestor, SecretVersion ours, SecretVersion theirs, VaultKeyring keyring)
    {
        var by = Encryption(ancestor, ours, theirs);
        if (from is not null && Same(from.Whole, by)) return from.Bytes;
        var plain = Encoding.UTF8.GetBytes(text);
        return by is null ? plain : keyring.Reseal(by, plain);
    }

    /// <summary>How the result is encrypted: as ours is, unless only theirs changed the password or the label. It stays encrypted when one side is.</summary>
    private static OpenedVault? Encryption(SecretVersion ancestor, SecretVersion ours, SecretVersion theirs)
    {
        if (ours.Whole is null || theirs.Whole is null) return ours.Whole ?? theirs.Whole;
        return Same(ours.Whole, ancestor.Whole) && !Same(theirs.Whole, ancestor.Whole) ? theirs.Whole : ours.Whole;
    }

    private static bool Same(OpenedVault? one, OpenedVault? other) => one?.Id == other?.Id && one?.Envelope.Label == other?.Envelope.Label;
}
