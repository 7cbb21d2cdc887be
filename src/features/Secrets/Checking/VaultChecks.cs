using System.Text;
using Racklight.Secrets.Comparing;
using Racklight.Vault;
using Racklight.Vault.Inline;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Checking;

/// <summary>Looks at every file of a tree, several at once: a vault costs a key derivation each.</summary>
internal static class VaultChecks
{
    /// <summary>A file that does not begin as a vault is read as a whole only when it may hold inline ones.</summary>
    private const int LargestPlain = 16 << 20;
    private const string DoesNotOpen = "does not open";

    public static CheckReport Run(IReadOnlyList<string> paths, VaultKeyring keyring, CancellationToken cancellationToken)
    {
        var files = VaultTree.Files(paths);
        var found = new (List<VaultLine> Lines, List<Problem> Problems)[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => found[i] = Look(files[i], keyring));
        // Once more for what did not open: only now is it known which passwords opened others, and with it what can be said.
        for (var i = 0; i < files.Count; i++) if (found[i].Lines.Exists(static line => line.State == DoesNotOpen)) found[i] = Look(files[i], keyring);
        return new CheckReport(files.Count, [.. found.SelectMany(static one => one.Lines)], [.. found.SelectMany(static one => one.Problems)]);
    }

    private static (List<VaultLine> Lines, List<Problem> Problems) Look(string file, VaultKeyring keyring)
    {
        var lines = new List<VaultLine>();
        var problems = new List<Problem>();
        byte[] bytes;
        try
        {
            if (Skippable(file)) return (lines, problems);
            bytes = BoundedFile.Read("/", Path.GetFullPath(file), VaultEnvelope.LargestText);
        }
        catch (BoundedFileException e)
        {
            problems.Add(new Problem($"not checked: {e.Message}") { File = file });
            return (lines, problems);
        }
        if (VaultEnvelope.IsVault(bytes.AsSpan().TrimStart("\uFEFF \t\r\n"u8)) || bytes.AsSpan().StartsWith("<<<<<<<"u8) && bytes.AsSpan().IndexOf("$ANSIBLE_VAULT"u8) > 0) Add(null, () => VaultEnvelope.Parse(bytes));
        else if (bytes.AsSpan().IndexOf("!vault"u8) >= 0) LookInside();
        return (lines, problems);

        void LookInside()
        {
            try
            {
                foreach (var vault in InlineVaults.Find(Encoding.UTF8.GetString(bytes)))
                {
                    if (vault.IsVault) Add(vault.Path, vault.Parse);
                    else problems.Add(new Problem($"`{vault.Path}` bears !vault, but is not encrypted") { File = file, Line = vault.Part.Mark.Line, Hint = $"racklight secret edit {file} encrypts it" });
                }
            }
            catch (YamlPartsException e)
            {
                // The word alone makes no YAML of a file: a page of documentation holds it too.
                if (Path.GetExtension(file) is ".yml" or ".yaml") problems.Add(SecretProblems.Of(file, e)!);
            }
        }

        void Add(string? key, Func<VaultEnvelope> parse)
        {
            var label = "?";
            try
            {
                var envelope = parse();
                label = envelope.Label ?? VaultKeyring.DefaultId;
                var state = "sound";
                if (keyring.Ids.Count > 0)
                {
                    using var opened = keyring.Open(envelope);
                    state = key is null && ConflictNotes.In(opened.Plaintext.Span) ? "unresolved" : "opens";
                }
                lines.Add(new VaultLine(file, key, label, state));
                if (state == "unresolved") problems.Add(new Problem("a merge left conflicts in it, noted in its comments") { File = file, Hint = $"racklight secret edit {file}" });
            }
            catch (VaultException e)
            {
                lines.Add(new VaultLine(file, key, label, e is VaultFormatException ? "damaged" : DoesNotOpen));
                var problem = SecretProblems.Of(file, e)!;
                problems.Add(e is VaultPasswordException && key is not null ? problem with { Message = $"`{key}`: {problem.Message}" } : problem);
            }
        }
    }

    /// <summary>A large file that does not begin as a vault is none; its content is not read.</summary>
    private static bool Skippable(string file)
    {
        var info = new FileInfo(file);
        if (info.Length <= LargestPlain) return false;
        using var stream = info.OpenRead();
        Span<byte> start = stackalloc byte[64];
        return !VaultEnvelope.IsVault(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }
}
