namespace Racklight.Answers;

/// <summary>Where the values of secrets come from. Asked only for answers of a boot session, and only for nodes marked <c>secrets: on-boot</c>.</summary>
public interface ISecretSource
{
    /// <summary>Null when secrets can be given out, else why not, to follow "secrets cannot be filled in: ".</summary>
    string? Unavailable { get; }

    /// <summary>The value of that name; false when there is none. Never logged, never stored.</summary>
    bool TryFind(string name, out string? value);
}

/// <summary>No vault: every secret is missing, and says so.</summary>
public sealed class NoSecrets : ISecretSource
{
    /// <summary>The reason when nobody set up a vault.</summary>
    public static NoSecrets Instance { get; } = new("this server has no vault");

    /// <summary>None, for a reason: a ref that is not protected sees no secret (DESIGN §5).</summary>
    public NoSecrets(string why) => Unavailable = why;

    /// <inheritdoc/>
    public string Unavailable { get; }

    /// <inheritdoc/>
    public bool TryFind(string name, out string? value)
    {
        value = null;
        return false;
    }
}
