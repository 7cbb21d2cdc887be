using System.Collections.Concurrent;
using Racklight.Releases;

namespace Racklight.Secrets.Generating;

/// <summary>Fills in the secrets that a file leaves empty. Key pairs cost seconds each and are made side by side.</summary>
internal static class SecretFilling
{
    /// <summary>The keys of a file that are to be filled: those without a value, and pairs of which both halves are missing.</summary>
    public static IReadOnlyList<string> EmptyKeys(SecretFile file) => [.. file.Entries.Where(IsEmpty).Select(static entry => entry.Key)];

    /// <summary>True for an entry without a value. One half of a pair is a value: the other is not guessed.</summary>
    public static bool IsEmpty(SecretEntry entry) => entry.Kind switch
    {
        SecretKind.Null => true,
        SecretKind.Mapping => entry.Members.Count > 0 && entry.Members.All(static member => member.Key is "private_key" or "public_key" && member.Value is null),
        _ => false,
    };

    /// <summary>Gives keys new values.</summary>
    /// <param name="file">The file.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="form">The form of each key.</param>
    /// <param name="progress">Told how many are made, of how many.</param>
    /// <param name="cancellationToken">Ends it between two keys.</param>
    /// <returns>What was made, in the order of <paramref name="keys"/>; keys whose form stays empty are not among them.</returns>
    public static IReadOnlyList<MadeSecret> Fill(SecretFile file, IReadOnlyList<string> keys, Func<string, SecretForm> form, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var made = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var wanted = keys.Select(key => new MadeSecret(key, form(key))).Where(static secret => SecretMaker.Makes(secret.Form)).ToList();
        // The dear ones first, each taken by whoever is free: seven pairs on two processors end within one pair of each other.
        var queue = Partitioner.Create(wanted.OrderByDescending(static secret => secret.Form == SecretForm.SshKey), EnumerablePartitionerOptions.NoBuffering);
        var done = 0;
        Parallel.ForEach(queue, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, secret =>
        {
            made[secret.Key] = SecretMaker.Make(secret.Form);
            progress?.Invoke(Interlocked.Increment(ref done), wanted.Count);
        });
        var inline = !file.Vaulted && file.WasVaulted;
        foreach (var secret in wanted) file.SetRaw(secret.Key, inline ? InlineValue.Tagged(made[secret.Key]) : made[secret.Key]);
        return wanted;
    }
}

/// <summary>A secret that was made.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Form">What it is.</param>
internal sealed record MadeSecret(string Key, SecretForm Form);
