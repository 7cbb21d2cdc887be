using Racklight.Deploys.Checking;
using Racklight.Deploys.Checking.Secrets;
using Racklight.Deploys.Checking.Vaults;
using Racklight.Deploys.Findings;
using Racklight.Secrets;
using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Deploys.Starting;

/// <summary>What is done with a file of the directory that a repository is made from.</summary>
internal enum Treatment
{
    /// <summary>Taken as it is.</summary>
    Taken,

    /// <summary>Encrypted on its way; nothing else ever lies in the new repository.</summary>
    Encrypted,

    /// <summary>Its secrets are variables now, and their values are in the encrypted list.</summary>
    Moved,

    /// <summary>Left where it is.</summary>
    Left,
}

/// <summary>A file, what is done with it, and why.</summary>
/// <param name="Path">Below the directory.</param>
/// <param name="Treatment">What is done.</param>
/// <param name="Why">Why, when it is not simply taken.</param>
/// <param name="Bytes">What goes into the repository; empty for what is left.</param>
internal sealed record SourceFile(string Path, Treatment Treatment, string? Why, byte[] Bytes)
{
    /// <summary>It and what is done with it, for people.</summary>
    public string Said => $"{Path}: " + Treatment switch
    {
        Treatment.Encrypted => $"encrypted ({Why})",
        Treatment.Moved => $"its secrets are variables now: {Why}",
        Treatment.Left => $"left out ({Why})",
        _ => "taken",
    };
}

/// <summary>Goes through <c>/etc/openstack_deploy</c> or <c>/etc/kolla</c> and decides what may be committed, and how.</summary>
/// <param name="directory">It.</param>
/// <param name="tool">Whose it is.</param>
/// <param name="keyring">Encrypts, and opens what is encrypted already.</param>
internal sealed class SourceFiles(string directory, CloudTool tool, VaultKeyring keyring)
{
    private const int MostFiles = 20_000;
    private const int LargestFile = 16 << 20;
    private static readonly IReadOnlyList<IFileCheck> Searches = [new PrivateKeys(), new TokenForms(), new NamedSecrets(), new SecretLists()];

    /// <summary>The tool's list of secrets, which takes what is moved.</summary>
    private string ListPath => SecretLists.Of(tool);

    /// <summary>All files, in order. Links are not followed.</summary>
    /// <exception cref="ProblemException">Too many files, one that cannot be read, or a list of secrets that no password opens.</exception>
    public IReadOnlyList<SourceFile> Read()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false, MaxRecursionDepth = 16 };
        var paths = Directory.EnumerateFiles(directory, "*", options).Select(path => Path.GetRelativePath(directory, path)).Where(static path => !path.StartsWith(".git/", StringComparison.Ordinal)).Take(MostFiles + 1).Order(StringComparer.Ordinal).ToList();
        if (paths.Count > MostFiles) throw new ProblemException($"{directory} holds more than {MostFiles:N0} files: that is no deployment tool's configuration");
        var there = paths.Contains(ListPath);
        using var list = there ? SecretFile.Read(Path.Combine(directory, ListPath), keyring) : SecretFile.New(ListPath, "---\n", keyring);
        var isVault = list.Vaulted;
        list.Vaulted = true;
        var moved = new MovedSecrets(list);
        var files = paths.Where(path => path != ListPath).Select(path => Decide(path, moved)).ToList();
        if (moved.Any || there) files.Add(new SourceFile(ListPath, isVault && !moved.Any ? Treatment.Taken : Treatment.Encrypted, "a list of secrets", list.ToBytes()));
        return [.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)];
    }

    private SourceFile Decide(string path, MovedSecrets moved)
    {
        if (NeverCommitted.Reason(path) is { } reason) return new SourceFile(path, Treatment.Left, reason, []);
        byte[] bytes;
        try
        {
            bytes = BoundedFile.Read(directory, path, LargestFile);
        }
        catch (BoundedFileException e)
        {
            return new SourceFile(path, Treatment.Left, e.Message, []);
        }
        if (VaultEnvelope.IsVault(bytes)) return new SourceFile(path, Treatment.Taken, null, bytes);
        var file = new RepositoryFile(path, bytes);
        if (SecretLists.IsList(file.Name)) return new SourceFile(path, Treatment.Encrypted, "a list of secrets", keyring.Seal(bytes));
        if (Secret(file) is not { } found) return new SourceFile(path, Treatment.Taken, null, bytes);
        if (IsTemplated(file) && moved.From(file, static one => Secret(one) is not null) is { } without) return new SourceFile(path, Treatment.Moved, string.Join(", ", without.Variables.Distinct()), without.File.Bytes);
        // Ansible opens vaulted variables, and vaulted sources of its copy and template modules; nothing opens a vaulted script.
        return OwnReaders.Of(tool, path) is null && (file.IsYaml || found.Rule is "keyring" or "private-key" || path.StartsWith("config/", StringComparison.Ordinal))
            ? new SourceFile(path, Treatment.Encrypted, found.Message, keyring.Seal(bytes))
            : new SourceFile(path, Treatment.Left, found.Message, []);
    }

    /// <summary>The first secret that lies open. Short passwords, of which a check only warns, count too: here nobody has to be right about them.</summary>
    private static Finding? Secret(RepositoryFile file) => Searches.SelectMany(search => search.Check(file)).FirstOrDefault(static finding => finding.Severity == Severity.Error || finding.Rule == "password");

    /// <summary>Where <c>{{ … }}</c> is understood: variables, inventories, and kolla-ansible's overrides, which are templates.</summary>
    private bool IsTemplated(RepositoryFile file)
        => file.Text is not null && (file.IsYaml || Path.GetExtension(file.Name) is "" or ".ini" or ".json" || (tool == CloudTool.Kolla && file.Path.StartsWith("config/", StringComparison.Ordinal)));
}
