using Racklight.Deploys.Checking.Secrets;
using Racklight.Deploys.Findings;
using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Vaults;

/// <summary>Vaults that nobody will open: files that the deployment tool reads by itself (<see cref="OwnReaders"/>), encrypted as a whole or with values that are.</summary>
internal sealed class UnreadVaults : ICloudCheck
{
    public IEnumerable<Finding> Check(CloudFiles cloud)
    {
        foreach (var file in cloud.Files)
        {
            if (OwnReaders.Of(cloud.Tool, cloud.Below(file)) is not { } reader) continue;
            var list = SecretLists.Of(cloud.Tool);
            if (VaultEnvelope.IsVault(file.Bytes))
                yield return file.Found("unread-vault", new YamlMark(1, 1), $"it is encrypted, but {reader}, without Ansible: it would find no settings", $"racklight secret decrypt {file.Path}; write {{{{ a_name }}}} for each secret, and the value as a_name into {list}");
            else if (file.IsYaml && file.Root?.Leaves().FirstOrDefault(static leaf => leaf.Tag is "!vault" or "!vault-encrypted") is { } value)
                yield return file.Found("unread-vault", value.Mark, $"a value is encrypted, but {reader}, without Ansible, and knows no !vault", $"\"{{{{ a_name }}}}\" here, and the value as a_name in {list}");
        }
    }
}
