using Racklight.Deploys.Checking.Secrets;
using Racklight.Deploys.Checking.Variables;
using Racklight.Deploys.Checking.Vaults;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Releases;
using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>
/// openstack-ansible's variables, <c>user_*.yml</c>. All of these files are read, in the order of their names, and a later one wins without a word. Names
/// are known of the newest release only, and of its variables but few: so a name counts as wrong where it is a slip of one that is known and missing, and
/// secrets are held against the whole list only where the files are of that release.
/// </summary>
/// <param name="vaults">Opens vaulted files where there is a password.</param>
internal sealed class OsaVariables(VaultForms vaults) : ICloudCheck
{
    private const int Named = 6;

    public IEnumerable<Finding> Check(CloudFiles cloud)
    {
        if (cloud.Tool != CloudTool.Osa) return [];
        var all = cloud.Below(".").Where(static file => file.Name.StartsWith("user_", StringComparison.Ordinal) && file.Name.EndsWith(".yml", StringComparison.Ordinal)).ToList();
        var files = all.Select(file => VaultEnvelope.IsVault(file.Bytes) ? vaults.Opened(file) : file).OfType<RepositoryFile>().Where(static file => file.Root is { Map: not null }).ToList();
        var where = new Dictionary<string, RepositoryFile>(StringComparer.Ordinal);
        var twice = new List<Finding>();
        foreach (var file in files)
        {
            foreach (var (key, value) in file.Root!.Map!)
            {
                if (where.TryGetValue(key, out var earlier)) twice.Add(file.Found("variable-twice", value.KeyMark, $"`{key}` stands in {earlier.Path} too, which is read before: this one wins", "keep one of them", Severity.Warning));
                where[key] = file;
            }
        }
        // What a closed file holds may be what seems to be missing.
        var complete = files.Count == all.Count;
        var list = files.Where(static file => SecretLists.IsList(file.Name)).MaxBy(static file => file.Root!.Map!.Count);
        var newest = list is not null && (cloud.Series ?? ReleaseNames.OsaSecrets.Guess([.. list.Root!.Map!.Keys])) == Series.Latest;
        // Of vaults too, which only this check has open.
        var used = VariableUse.In(files.Select(static file => file.Text!));
        bool IsUsed(string variable) => cloud.Uses(variable) || used.Contains(variable);
        return [.. twice, .. files.SelectMany(file => Unknown(file, where, newest, cloud.Series, IsUsed)), .. newest && complete ? Missing(list!, where, cloud.Series is not null) : []];
    }

    private static IEnumerable<Finding> Unknown(RepositoryFile file, Dictionary<string, RepositoryFile> where, bool newest, Series? declared, Func<string, bool> isUsed)
    {
        // A cloud of another release is not told that the newest lacks a name: only that it is like one.
        var other = declared is not null && declared != Series.Latest;
        var secrets = SecretLists.IsList(file.Name);
        var known = secrets ? ReleaseNames.OsaSecrets.All : [.. ReleaseNames.OsaVariables.All, .. ReleaseNames.OsaSecrets.All];
        var missing = known.Where(name => !where.ContainsKey(name)).ToList();
        foreach (var (key, value) in file.Root!.Map!.Where(entry => !known.Contains(entry.Key)))
        {
            if (NearestWord.Typo(key, missing) is { } meant)
                yield return file.Found(secrets ? "unknown-secret" : "unknown-variable", value.KeyMark, other ? $"`{key}` looks like a slip: did you mean `{meant}`? The names of openstack-ansible {declared} are not known here, those of {Series.Latest} are" : $"`{key}` is no {(secrets ? "secret" : "variable")} of openstack-ansible {Series.Latest} that is known here, did you mean `{meant}`?", meant, Severity.Warning);
            else if (secrets && newest && !isUsed(key))
                yield return file.Found("unknown-secret", value.KeyMark, $"openstack-ansible {Series.Latest} has no secret `{key}`", "delete it, unless a role or a variable of your own reads it", Severity.Warning);
        }
    }

    /// <summary>Secrets of the newest release that are in no file. That it is the release is an assumption unless somebody said so: the one before has nearly the same names.</summary>
    private static IEnumerable<Finding> Missing(RepositoryFile list, Dictionary<string, RepositoryFile> where, bool declared)
    {
        var missing = ReleaseNames.OsaSecrets.Of(Series.Latest).Where(name => !where.ContainsKey(name)).ToList();
        if (missing.Count == 0) yield break;
        var names = string.Join(", ", missing.Take(Named).Select(static name => $"`{name}`")) + (missing.Count > Named ? $" and {missing.Count - Named} more" : "");
        yield return list.Found("missing-secret", new YamlMark(1, 1), $"{missing.Count} {(missing.Count == 1 ? "secret" : "secrets")} of openstack-ansible {Series.Latest} {(missing.Count == 1 ? "is" : "are")} in no user_*.yml: {names}{(declared ? "" : "; nothing says that it is the release, its names are the most like: --release")}",
            $"racklight secret merge --old {list.Path} --new the release's own user_secrets.yml --final {list.Path}, then racklight secret generate --for osa {list.Path}", Severity.Warning);
    }
}
