using System.Text;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Vaults;

/// <summary>Vaulted files and values: whole in form, and, where a password is given, in content.</summary>
/// <param name="keyring">The passwords; null: only the form is looked at.</param>
internal sealed class VaultForms(VaultKeyring? keyring) : IFileCheck
{
    public IEnumerable<Finding> Check(RepositoryFile file)
    {
        if (VaultEnvelope.IsVault(file.Bytes)) return Whole(file);
        return file.IsYaml && file.Text is { } text && text.Contains("!vault", StringComparison.Ordinal) ? Inline(file) : [];
    }

    /// <summary>What a vaulted file holds, when it can be opened: as a file of the same name. The caller must not keep it.</summary>
    public RepositoryFile? Opened(RepositoryFile file)
    {
        if (keyring is null || !VaultEnvelope.IsVault(file.Bytes)) return null;
        try
        {
            using var opened = keyring.Open(file.Bytes);
            return new RepositoryFile(file.Path, opened.Plaintext.Span.ToArray());
        }
        catch (VaultException)
        {
            return null;
        }
    }

    private IEnumerable<Finding> Whole(RepositoryFile file)
    {
        if (Fault(file.Bytes) is { } fault) yield return file.Found("vault-damaged", fault.Mark, fault.Message, fault.Hint);
    }

    private IEnumerable<Finding> Inline(RepositoryFile file)
    {
        foreach (var leaf in file.Root?.Leaves() ?? [])
        {
            if (leaf.Tag is not ("!vault" or "!vault-encrypted") || leaf.Text is not { } text) continue;
            if (Fault(Encoding.UTF8.GetBytes(text)) is { } fault) yield return file.Found("vault-damaged", leaf.Mark, fault.Message, fault.Hint);
        }
    }

    private YamlFault? Fault(byte[] bytes)
    {
        try
        {
            var envelope = VaultEnvelope.Parse(bytes);
            if (keyring is null) return null;
            using var opened = keyring.Open(envelope);
            return null;
        }
        catch (VaultFormatException e)
        {
            return new YamlFault(e.Message, new YamlMark(Math.Max(1, e.Line), Math.Max(1, e.Column)), e.Hint);
        }
        catch (VaultException e)
        {
            return new YamlFault(e.Message, new YamlMark(1, 1), e.Hint);
        }
    }
}
