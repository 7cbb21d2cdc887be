using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Merging;

/// <summary>Where a merged secret came from.</summary>
public enum MergeOrigin
{
    /// <summary>From the old file: what runs now.</summary>
    Old,

    /// <summary>From the new file: the old one had it not, or empty.</summary>
    New,

    /// <summary>Only in the old file; kept.</summary>
    OldOnly,

    /// <summary>Only in the old file; left out (<c>--clean</c>).</summary>
    Dropped,

    /// <summary>Valkey's password is what Redis' was, so that clients that still speak to Redis keep working.</summary>
    FromRedis,

    /// <summary>Empty in both.</summary>
    Empty,
}

/// <summary>A key of a merge.</summary>
/// <param name="Key">The key.</param>
/// <param name="Origin">Where its value came from.</param>
public sealed record MergedKey(string Key, MergeOrigin Origin);

/// <summary>
/// Joins the secrets of a cloud with those of a newer release by kolla-mergepwd's rules: the old value wins, keys that only the old file has
/// stay unless they are to be cleaned away, an ssh key is taken whole. One rule is other: an old value that is empty does not beat a new one
/// (kolla-mergepwd lets it, and the deploy then fails on an empty password). Comments and order are the new file's.
/// </summary>
/// <param name="Text">The merged text.</param>
/// <param name="Keys">Every key, in the order of the new file; those of the old one last.</param>
public sealed record SecretMerge(string Text, IReadOnlyList<MergedKey> Keys)
{
    private const string Valkey = "valkey_master_password";
    private const string Redis = "redis_master_password";

    /// <summary>Merges two opened texts.</summary>
    /// <param name="old">The secrets that are in use.</param>
    /// <param name="fresh">The secrets of the newer release: its sample, filled in or not.</param>
    /// <param name="clean">Leave out what only the old text has.</param>
    /// <param name="baseText">The sample that the old text was made from, when it is at hand: its comments are then known not to be somebody's own.</param>
    /// <exception cref="YamlPartsException">One of the texts is no YAML mapping.</exception>
    public static SecretMerge Of(string old, string fresh, bool clean, string? baseText = null)
    {
        var (oldBlocks, newBlocks) = (YamlBlocks.Read(old), YamlBlocks.Read(fresh));
        var (mine, theirs) = (Entries(oldBlocks), Entries(newBlocks));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = new List<MergedKey>();
        foreach (var (key, block) in theirs)
        {
            var origin = Origin(key, mine, block);
            if (origin == MergeOrigin.Old) texts[key] = mine[key].Text;
            if (origin == MergeOrigin.FromRedis) texts[key] = Valkey + mine[Redis].Text[Redis.Length..];
            keys.Add(new MergedKey(key, origin));
        }
        foreach (var (key, block) in mine.Where(pair => !theirs.ContainsKey(pair.Key)))
        {
            if (!clean) texts[key] = block.Text;
            keys.Add(new MergedKey(key, clean ? MergeOrigin.Dropped : MergeOrigin.OldOnly));
        }
        var known = (fresh + "\n" + baseText).Split('\n').Select(static line => line.TrimEnd('\r')).ToHashSet(StringComparer.Ordinal);
        return new SecretMerge(new YamlOverlay(oldBlocks, newBlocks, known).Write(texts), keys);
    }

    private static MergeOrigin Origin(string key, Dictionary<string, YamlBlock> mine, YamlBlock fresh)
    {
        if (mine.TryGetValue(key, out var old) && !IsEmpty(old)) return MergeOrigin.Old;
        if (key == Valkey && !mine.ContainsKey(Valkey) && mine.TryGetValue(Redis, out var redis) && !IsEmpty(redis) && redis.Text.StartsWith(Redis, StringComparison.Ordinal)) return MergeOrigin.FromRedis;
        return IsEmpty(fresh) ? MergeOrigin.Empty : MergeOrigin.New;
    }

    /// <summary>Nothing, or a pair of which both halves are missing.</summary>
    private static bool IsEmpty(YamlBlock block)
    {
        var root = YamlParts.Read("k: " + block.Value + "\n")[0].Entries[0].Value;
        return root.IsNull || (root.Kind == YamlPartKind.Mapping && root.Entries.Count > 0 && root.Entries.All(static member => member.Value.IsNull));
    }

    private static Dictionary<string, YamlBlock> Entries(IReadOnlyList<YamlBlock> blocks)
        => blocks.Where(static block => block.Kind == YamlBlockKind.Entry).ToDictionary(static block => block.Key!, StringComparer.Ordinal);
}
