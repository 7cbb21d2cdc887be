using Racklight.Deploys.Checking;
using Racklight.Deploys.Checking.Secrets;
using Racklight.Deploys.Findings;
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

    /// <summary>Left where it is.</summary>
    Left,
}

/// <summary>A file, what is done with it, and why.</summary>
/// <param name="Path">Below the directory.</param>
/// <param name="Treatment">What is done.</param>
/// <param name="Why">Why, when it is not simply taken.</param>
/// <param name="Bytes">What it holds; empty for what is left.</param>
internal sealed record SourceFile(string Path, Treatment Treatment, string? Why, byte[] Bytes);

/// <summary>Goes through <c>/etc/openstack_deploy</c> or <c>/etc/kolla</c> and decides what may be committed, and how.</summary>
internal static class SourceFiles
{
    private const int MostFiles = 20_000;
    private const int LargestFile = 16 << 20;
    private static readonly IReadOnlyList<IFileCheck> Searches = [new PrivateKeys(), new TokenForms(), new NamedSecrets(), new SecretLists()];

    /// <summary>All files, in order. Links are not followed.</summary>
    /// <exception cref="ProblemException">Too many files, or one that cannot be read.</exception>
    public static IReadOnlyList<SourceFile> Read(string directory)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false, MaxRecursionDepth = 16 };
        var paths = Directory.EnumerateFiles(directory, "*", options).Select(path => System.IO.Path.GetRelativePath(directory, path)).Where(static path => !path.StartsWith(".git/", StringComparison.Ordinal)).Take(MostFiles + 1).Order(StringComparer.Ordinal).ToList();
        if (paths.Count > MostFiles) throw new ProblemException($"{directory} holds more than {MostFiles:N0} files: that is no deployment tool's configuration");
        return [.. paths.Select(path => Decide(directory, path))];
    }

    private static SourceFile Decide(string directory, string path)
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
        if (SecretLists.IsList(file.Name)) return new SourceFile(path, Treatment.Encrypted, "a list of secrets", bytes);
        var found = Searches.SelectMany(search => search.Check(file)).FirstOrDefault(static finding => finding.Severity == Severity.Error);
        if (found is null) return new SourceFile(path, Treatment.Taken, null, bytes);
        // Ansible opens vaulted variables, and vaulted sources of its copy and template modules; nothing opens a vaulted script.
        return file.IsYaml || found.Rule is "keyring" or "private-key" || path.Contains("/config/", StringComparison.Ordinal) || path.StartsWith("config/", StringComparison.Ordinal)
            ? new SourceFile(path, Treatment.Encrypted, found.Message, bytes)
            : new SourceFile(path, Treatment.Left, found.Message, []);
    }
}
