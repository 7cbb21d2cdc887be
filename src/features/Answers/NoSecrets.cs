namespace Racklight.Answers;

/// <summary>No secret for anybody, and why.</summary>
/// <param name="why">The reason, to follow "cannot be filled in: ".</param>
/// <param name="hint">What to try.</param>
public sealed class NoSecrets(string why, string? hint = null) : ISecretSource, ISiteSecrets
{
    /// <summary>A program without the room of secrets.</summary>
    public static NoSecrets Instance { get; } = new("this server has no vault");

    /// <inheritdoc/>
    public Problem Unavailable { get; } = new(why) { Hint = hint };

    /// <inheritdoc/>
    public SecretPresence Look(string name) => SecretPresence.Missing;

    /// <inheritdoc/>
    public string? Find(string name) => null;

    /// <inheritdoc/>
    public ISecretSource Of(Sites.Site site) => this;
}
