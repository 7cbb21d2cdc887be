using System.Collections.Concurrent;
using Racklight.Deploys.Checking.Inventories;
using Racklight.Deploys.Checking.Osa;
using Racklight.Deploys.Checking.Secrets;
using Racklight.Deploys.Checking.Variables;
using Racklight.Deploys.Checking.Vaults;
using Racklight.Deploys.Findings;
using Racklight.Releases;
using Racklight.Vault;

namespace Racklight.Deploys.Checking;

/// <summary>Checks a repository with clouds' configurations without touching any cloud.</summary>
/// <param name="release">The release, or null: as each configuration tells.</param>
/// <param name="keyring">Vault passwords, or null: vaulted files are looked at from outside.</param>
internal sealed class DeployCheck(Series? release, VaultKeyring? keyring)
{
    private readonly VaultForms _vaults = new(keyring);

    /// <summary>Reads every file once and tells everything at once.</summary>
    /// <param name="root">The repository, or a directory of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FindingReport> RunAsync(string root, CancellationToken cancellationToken)
    {
        var paths = await RepositoryFiles.ListAsync(root, cancellationToken);
        IReadOnlyList<ICloudCheck> ofClouds = [new KollaVariables(), new KollaGroups(), new OsaCheck(), new OsaVariables(_vaults), new UnreadVaults()];
        IReadOnlyList<IFileCheck> checks = [new PrivateKeys(), new TokenForms(), new NamedSecrets(), new SecretLists(), _vaults];
        var findings = new ConcurrentBag<Finding>();
        var kept = new ConcurrentBag<RepositoryFile>();
        var count = 0;
        Parallel.ForEach(paths, new ParallelOptions { CancellationToken = cancellationToken }, path =>
        {
            IEnumerable<RepositoryFile> files = ArchiveMembers.IsArchive(path) ? ArchiveMembers.Of(root, path) : RepositoryFiles.Read(root, path) is { } one ? [one] : [];
            foreach (var file in files)
            {
                Interlocked.Increment(ref count);
                foreach (var finding in checks.SelectMany(check => check.Check(file))) findings.Add(finding);
                // What is neither settings nor an inventory, nor a vault nor made of variables, is not needed again.
                if (file.Text is { } text && !file.Path.Contains('!') && (file.IsYaml || Path.GetExtension(file.Name) is "" or ".ini" || VaultEnvelope.IsVault(file.Bytes) || text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal))) kept.Add(file);
            }
        });
        foreach (var cloud in CloudFiles.In([.. kept.OrderBy(static file => file.Path, StringComparer.Ordinal)], release))
        {
            foreach (var finding in ofClouds.SelectMany(check => check.Check(cloud)).Concat(OfCloud(cloud))) findings.Add(finding);
        }
        return FindingReport.Of(count, findings.Distinct());
    }

    private IEnumerable<Finding> OfCloud(CloudFiles cloud)
    {
        foreach (var file in cloud.Files.Where(static file => file.IsYaml && !file.Path.Contains('!')))
        {
            if (VaultEnvelope.IsVault(file.Bytes))
            {
                if (SecretLists.IsList(file.Name) && _vaults.Opened(file) is { } opened)
                {
                    foreach (var finding in EmptyPasswords.Check(opened, cloud).Concat(YamlTraps.Check(opened).Where(static trap => trap.Rule == "yaml"))) yield return finding;
                }
                continue;
            }
            // Only files directly in the configuration, and variables of hosts and groups, are read by Ansible as variables.
            if (!IsVariables(file, cloud)) continue;
            foreach (var finding in YamlTraps.Check(file)) yield return finding;
            if (SecretLists.IsList(file.Name))
            {
                foreach (var finding in EmptyPasswords.Check(file, cloud)) yield return finding;
            }
        }
    }

    private static bool IsVariables(RepositoryFile file, CloudFiles cloud)
        => file.Directory == cloud.Directory || file.Path.Contains("group_vars/", StringComparison.Ordinal) || file.Path.Contains("host_vars/", StringComparison.Ordinal) || file.Path.Contains("globals.d/", StringComparison.Ordinal) || file.Path.Contains("conf.d/", StringComparison.Ordinal);
}
