namespace Racklight.Secrets.Comparing;

/// <summary>A key that differs between two versions.</summary>
/// <param name="Key">The key.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Old">The old value; null when there was none, or values are not shown.</param>
/// <param name="New">The new value; null when there is none, or values are not shown.</param>
internal sealed record KeyChange(string Key, string Change, string? Old, string? New);

/// <summary>What differs between two versions of a file of secrets.</summary>
/// <param name="File">The file.</param>
/// <param name="Keys">By key, in the order of the newer version, removed ones last.</param>
/// <param name="Notes">What differs besides: it was encrypted anew, its vault id, its comments.</param>
internal sealed record SecretDifference(string File, IReadOnlyList<KeyChange> Keys, IReadOnlyList<string> Notes)
{
    /// <summary>True when anything differs that is worth a word.</summary>
    public bool Any => Keys.Count + Notes.Count > 0;

    public static SecretDifference Of(string file, SecretVersion old, SecretVersion fresh, bool values)
    {
        var keys = new List<KeyChange>();
        var notes = new List<string>();
        if (old.Values is { } before && fresh.Values is { } after)
        {
            foreach (var (key, value) in after)
            {
                if (!before.TryGetValue(key, out var was)) keys.Add(new KeyChange(key, "added", null, Shown(value)));
                else if (was.Meaning != value.Meaning) keys.Add(new KeyChange(key, "changed", Shown(was), Shown(value)));
            }
            keys.AddRange(before.Where(entry => !after.ContainsKey(entry.Key)).Select(entry => new KeyChange(entry.Key, "removed", Shown(entry.Value), null)));
        }
        else if (old.Opened != fresh.Opened)
        {
            notes.Add("what it holds changed; it is no YAML mapping, so not by key");
        }
        if (keys.Count == 0 && notes.Count == 0 && old.Opened != fresh.Opened) notes.Add("only comments, order or layout changed");
        if (old.Bytes.Length > 0 && fresh.Bytes.Length > 0) notes.AddRange(Encryption(old, fresh));
        return new SecretDifference(file, keys, notes);

        string? Shown(SecretValue value) => values ? value.Shown : null;
    }

    private static IEnumerable<string> Encryption(SecretVersion old, SecretVersion fresh)
    {
        if (old.Whole is null && fresh.Whole is not null) yield return "the file is encrypted now";
        if (old.Whole is not null && fresh.Whole is null) yield return "the file is NOT encrypted any more";
        if (old.Whole is not { } was || fresh.Whole is not { } now) yield break;
        if (was.Envelope.Label != now.Envelope.Label) yield return $"its vault id was {was.Envelope.Label ?? "default"} and is {now.Envelope.Label ?? "default"}";
        if (old.Opened == fresh.Opened && !old.Bytes.AsSpan().SequenceEqual(fresh.Bytes)) yield return "it holds the same, encrypted anew";
    }
}
