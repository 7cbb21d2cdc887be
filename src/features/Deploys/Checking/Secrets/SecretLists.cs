using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Secrets;

/// <summary>The files that hold nothing but secrets: kolla's <c>passwords.yml</c>, openstack-ansible's <c>user_secrets.yml</c>; and what OpenStack's clients read.</summary>
internal sealed class SecretLists : IFileCheck
{
    /// <summary>The name of a tool's own list of secrets.</summary>
    public static string Of(CloudTool tool) => tool == CloudTool.Kolla ? "passwords.yml" : "user_secrets.yml";

    /// <summary>True for a file whose every value is a secret: told once, not line by line.</summary>
    public static bool Is(RepositoryFile file) => IsList(Member(file.Name)) || IsClouds(Member(file.Name));

    /// <summary>True for a name of a list of secrets: <c>user_secrets.yml</c>, and what the tools make beside it.</summary>
    public static bool IsList(string name)
        => name is "passwords.yml" || name.StartsWith("passwords.yml.", StringComparison.Ordinal)
            || (name.StartsWith("user_", StringComparison.Ordinal) && name.Contains("secret", StringComparison.Ordinal) && (name.EndsWith(".yml", StringComparison.Ordinal) || name.Contains(".yml-", StringComparison.Ordinal) || name.Contains(".yml.", StringComparison.Ordinal)));

    public IEnumerable<Finding> Check(RepositoryFile file)
    {
        var name = Member(file.Name);
        if (VaultPasswordFile(file, name) is { } password) yield return password;
        if (file.Text is null || VaultEnvelope.IsVault(file.Bytes)) yield break;
        if (IsClouds(name))
        {
            foreach (var found in Clouds(file)) yield return found;
        }
        else if (IsList(name) && file.Root is { Map: { } map })
        {
            var open = map.Where(static entry => Open(entry.Value)).ToList();
            if (open.Count > 0)
            {
                yield return file.Found("secrets-open", open[0].Value.KeyMark, $"{open.Count} {(open.Count == 1 ? "secret lies" : "secrets lie")} in plaintext, the first is `{open[0].Key}`",
                    $"racklight secret encrypt {file.Path}, then change them: they are in the history");
            }
        }
    }

    /// <summary>True for a value that is there, and neither vaulted nor a template.</summary>
    private static bool Open(PlacedNode node) => node.Tag is null && node.Leaves().Any(static leaf => leaf.Tag is null && leaf.Text is { Length: > 0 } text && text is not ("null" or "~") && !text.Contains("{{", StringComparison.Ordinal));

    private static bool IsClouds(string name) => name is "clouds.yaml" or "clouds.yml" or "secure.yaml" or "secure.yml" or "clouds-public.yaml";

    private static IEnumerable<Finding> Clouds(RepositoryFile file)
    {
        foreach (var (cloud, node) in file.Root?["clouds"]?.Map ?? new Dictionary<string, PlacedNode>())
        {
            foreach (var key in new[] { "password", "application_credential_secret", "token", "passcode" })
            {
                if ((node["auth"]?[key] ?? node[key]) is { Tag: null, Text: { Length: > 0 } text } value && !text.Contains("{{", StringComparison.Ordinal) && text[0] is not ('$' or '<'))
                {
                    yield return file.Found("clouds-password", value.Mark, $"the {key.Replace('_', ' ')} of the cloud `{cloud}` lies open", "keep secrets in a secure.yaml outside of git; the clients read both");
                }
            }
        }
    }

    private static Finding? VaultPasswordFile(RepositoryFile file, string name)
    {
        var word = name.TrimStart('.').Replace('-', '_');
        var named = word is "vault_pass" or "vault_pass.txt" or "vault_password" or "vault_password.txt" or "vault_password_file" or "vault.password" or "vaultpass" or "vault_key";
        // A script that fetches the password, and a password that is itself vaulted, are what others should have.
        if (!named || file.Executable || file.Text is not { } text || text.StartsWith("#!", StringComparison.Ordinal) || VaultEnvelope.IsVault(file.Bytes) || text.Trim().Length == 0) return null;
        return file.Found("vault-password-file", new YamlMark(1, 1), "the vault's own password lies beside the vault", "git rm it, rekey every vault (racklight secret rekey), and hand the new one out another way");
    }

    private static string Member(string name) => name[(name.LastIndexOf('!') + 1)..];
}
