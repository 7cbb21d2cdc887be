using Racklight.Vault;

namespace Racklight.Deploys.Running.Redaction;

/// <summary>
/// The secrets that a run knows. An upgrade adds and rotates some on its way, so they are read anew before each step; what was a secret once stays hidden.
/// </summary>
internal sealed class SecretsInForce(RunSpec spec, VaultKeyring keyring)
{
    private readonly HashSet<KnownSecret> _known = [];

    /// <summary>Finds all that is known so far.</summary>
    public SecretAutomaton Automaton { get; private set; } = new([]);

    /// <summary>Reads the files of secrets again.</summary>
    /// <exception cref="ProblemException">One of them cannot be opened.</exception>
    public void Refresh()
    {
        var before = _known.Count;
        _known.UnionWith(KnownSecrets.Load(spec, keyring));
        if (_known.Count > before) Automaton = new SecretAutomaton(_known);
    }
}
