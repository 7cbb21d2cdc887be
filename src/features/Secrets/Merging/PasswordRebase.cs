using Racklight.Releases;
using Racklight.Secrets.Generating;

namespace Racklight.Secrets.Merging;

/// <summary>What other rooms ask of merging: a cloud's passwords.yml brought to a newer release, in its vault.</summary>
/// <param name="Keys">Every key and where its value came from.</param>
/// <param name="Made">Keys that got a new value.</param>
/// <param name="Empty">Keys that are still empty.</param>
public sealed record PasswordRebase(IReadOnlyList<MergedKey> Keys, IReadOnlyList<string> Made, IReadOnlyList<string> Empty)
{
    /// <summary>Merges a newer sample into an opened file; the file is not saved.</summary>
    /// <param name="file">The secrets that are in use.</param>
    /// <param name="baseSample">The sample that they were made from, or null.</param>
    /// <param name="newSample">The newer release's sample.</param>
    /// <param name="generate">Make what is empty then.</param>
    /// <param name="to">The newer release.</param>
    /// <param name="progress">Told how many are made, of how many.</param>
    /// <param name="cancellationToken">Ends it between two keys.</param>
    /// <exception cref="ProblemException">A text is no YAML mapping.</exception>
    public static PasswordRebase Apply(SecretFile file, string? baseSample, string newSample, bool generate, Series to, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var merge = SecretProblems.In(file.Path, () => SecretMerge.Of(file.Text, newSample, clean: false, baseSample));
        file.Text = merge.Text;
        var made = generate ? SecretFilling.Fill(file, SecretFilling.EmptyKeys(file), key => SecretForms.OfKolla(key, to), progress, cancellationToken) : [];
        return new PasswordRebase(merge.Keys, [.. made.Select(static secret => secret.Key)], SecretFilling.EmptyKeys(file));
    }
}
