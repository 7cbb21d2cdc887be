using System.Text;
using Racklight.Vault;
using Racklight.Vault.Inline;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Running.Redaction;

/// <summary>
/// Reads the values that a run's logs must not show: those of vaulted files and of single vaulted values anywhere in the configuration, those
/// of the tool's own file of secrets even when it lies open, and what passwords open the vaults.
/// </summary>
internal static class KnownSecrets
{
    private const int LargestFile = 16 << 20;
    private const int MostFiles = 20_000;
    private const int Depth = 6;

    /// <summary>Reads them all.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="keyring">The passwords.</param>
    /// <param name="most">How many files are looked at.</param>
    /// <exception cref="ProblemException">A file cannot be opened, or there are too many: values would show in the logs, so nothing is run.</exception>
    public static IReadOnlyList<KnownSecret> Load(RunSpec spec, VaultKeyring keyring, int most = MostFiles)
    {
        var secrets = new List<KnownSecret>();
        foreach (var source in spec.VaultSources) AddPassword(secrets, source);
        var open = spec.SecretFiles.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Files(spec.ConfigDirectory, most).Concat(open).Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(file)) continue;
            try
            {
                AddFile(secrets, file, open.Contains(file), keyring);
            }
            catch (Exception e) when (e is VaultException or YamlPartsException or BoundedFileException)
            {
                // A deploy asks nobody: what Ansible's own words offer besides is refused.
                var hint = keyring.Ids.Count == 0 && e is VaultPasswordException ? "--vault-password-file FILE or SCRIPT, or --vault-id LABEL@SOURCE" : e is VaultException { Hint: { } said } ? said : null;
                throw new ProblemException(new Problem($"{e.Message}; without its values the logs could show them, so nothing is run") { File = file, Hint = hint }, ExitCodes.Usage, e);
            }
        }
        return secrets;
    }

    private static List<string> Files(string directory, int most)
    {
        if (!Directory.Exists(directory)) return [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Device };
        var files = Directory.EnumerateFiles(Path.GetFullPath(directory), "*", options)
            .Where(static file => !file.Contains("/.git/", StringComparison.Ordinal) && new FileInfo(file) is { Length: > 0 and <= LargestFile })
            .Take(most + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count <= most ? files : throw new ProblemException($"{directory} holds more than {most:N0} files: which of them are vaulted cannot be looked up, and the logs could show their values, so nothing is run", "keep what is no configuration (facts, backups, clones) out of it");
    }

    private static void AddFile(List<KnownSecret> secrets, string file, bool all, VaultKeyring keyring)
    {
        var bytes = BoundedFile.Read("/", file, LargestFile);
        if (VaultEnvelope.IsVault(bytes))
        {
            using var vault = keyring.Open(bytes);
            AddText(secrets, file, Encoding.UTF8.GetString(vault.Plaintext.Span));
            return;
        }
        if (!all && bytes.AsSpan().IndexOf("!vault"u8) < 0) return;
        var text = Encoding.UTF8.GetString(bytes);
        using var view = InlineView.Open(text, keyring);
        foreach (var root in YamlParts.Read(view.Text, InlineVaults.Limits)) AddParts(secrets, root, "", onlyVaulted: !all);
    }

    /// <summary>What was vaulted as a whole: a mapping's values one by one; any other text, a key or a certificate, line by line.</summary>
    private static void AddText(List<KnownSecret> secrets, string file, string text)
    {
        try
        {
            var before = secrets.Count;
            foreach (var root in YamlParts.Read(text, InlineVaults.Limits)) AddParts(secrets, root, "", onlyVaulted: false);
            if (secrets.Count > before) return;
        }
        catch (YamlPartsException)
        {
            // No YAML: then it is a secret as it stands.
        }
        secrets.Add(new KnownSecret(Path.GetFileName(file), text));
    }

    private static void AddParts(List<KnownSecret> secrets, YamlPart part, string name, bool onlyVaulted)
    {
        foreach (var entry in part.Entries) AddParts(secrets, entry.Value, name.Length == 0 ? entry.Key.Text : $"{name}.{entry.Key.Text}", onlyVaulted);
        foreach (var item in part.Items) AddParts(secrets, item, name, onlyVaulted);
        if (part.Kind != YamlPartKind.Scalar || part.IsNull || name.Length == 0 || (onlyVaulted && part.Tag != "!vault")) return;
        // A value that only points to another is no secret, and its text is all over the playbooks.
        if (part.Text.Contains("{{", StringComparison.Ordinal)) return;
        secrets.Add(new KnownSecret(name, part.Text));
    }

    private static void AddPassword(List<KnownSecret> secrets, string source)
    {
        var file = source[(source.IndexOf('@', StringComparison.Ordinal) + 1)..];
        // A script is run, not read; what it prints is nowhere for a log to show.
        if (!File.Exists(file) || new FileInfo(file).Length > 4096 || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute)) return;
        secrets.Add(new KnownSecret("vault password", File.ReadAllText(file).Trim()));
    }
}
