using Racklight.Deploys.Findings;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Secrets;

/// <summary>Private keys in PEM (RFC 7468) and in OpenSSH's and PGP's forms of it, wherever they stand, also within YAML.</summary>
internal sealed class PrivateKeys : IFileCheck
{
    private const string Begin = "-----BEGIN ";

    public IEnumerable<Finding> Check(RepositoryFile file)
    {
        if (file.Text is not { } text || !text.Contains("PRIVATE KEY", StringComparison.Ordinal)) yield break;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var at = lines[i].IndexOf(Begin, StringComparison.Ordinal);
            if (at < 0 || !lines[i].AsSpan(at).Contains("PRIVATE KEY", StringComparison.Ordinal) || !HasBody(lines, i, at)) continue;
            var encrypted = lines[i].Contains("ENCRYPTED", StringComparison.Ordinal) || lines.Skip(i + 1).Take(3).Any(static line => line.Contains("ENCRYPTED", StringComparison.Ordinal));
            yield return file.Found("private-key", new YamlMark(i + 1, at + 1), encrypted ? "a private key; only its passphrase keeps it" : "a private key in plaintext",
                "racklight secret encrypt FILE, or keep it out of git; and make a new one, since this one is in the history", encrypted ? Severity.Warning : Severity.Error);
        }
    }

    /// <summary>True when base64 follows: documentation that only names the first line has none.</summary>
    private static bool HasBody(string[] lines, int first, int at)
    {
        // In one line, with \n in quotes, as JSON and double-quoted YAML have it.
        if (lines[first].AsSpan(at).Contains("\\n", StringComparison.Ordinal) && lines[first].Length > at + 120) return true;
        return lines.Skip(first + 1).Take(8).Select(static line => line.Trim()).Any(static line => line.Length >= 32 && line.All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='));
    }
}
