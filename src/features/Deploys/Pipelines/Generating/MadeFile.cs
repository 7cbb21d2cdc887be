using System.Security.Cryptography;
using System.Text;

namespace Racklight.Deploys.Pipelines.Generating;

/// <summary>What became of a file that was to be written.</summary>
internal enum MadeOutcome
{
    /// <summary>It was not there.</summary>
    Written,

    /// <summary>It was there as it was made, and is now as it is made today.</summary>
    Renewed,

    /// <summary>It is as it would be made today.</summary>
    Unchanged,

    /// <summary>It was changed by hand, and was overwritten because that was asked for; a copy is beside it.</summary>
    Overwritten,
}

/// <summary>A generated file that knows whether somebody changed it: its head carries the digest of what follows.</summary>
internal static class MadeFile
{
    private const string Mark = "# made: sha256:";

    /// <summary>The whole text of a generated file.</summary>
    /// <param name="from">How it came to be: "`racklight deploy pipeline init` from pipeline.yaml".</param>
    /// <param name="body">What it holds, with a line end at its end.</param>
    public static string Text(string from, string body)
        => $"# Made by {from}: change that and make it again, or change this file, which is then not overwritten.\n{Mark}{Digest(body)}\n{body}";

    /// <summary>True for a text that is as it was made.</summary>
    public static bool IsUntouched(string text)
    {
        var lines = text.Split('\n', 3);
        return lines.Length == 3 && lines[1].StartsWith(Mark, StringComparison.Ordinal) && lines[1][Mark.Length..].TrimEnd() == Digest(lines[2]);
    }

    /// <summary>The problem with writing a file, or null when it may be written.</summary>
    public static Problem? Objection(string root, string path, string text)
    {
        var full = Path.Combine(root, path);
        if (!File.Exists(full) || File.ReadAllText(full) is var there && (there == text || IsUntouched(there))) return null;
        return new Problem("it was not made by this command, or was changed since: it is left as it is") { File = path, Hint = $"--force overwrites it and keeps {path}.orig; or rename it, run this again, and put the two together" };
    }

    /// <summary>Writes a file.</summary>
    public static MadeOutcome Write(string root, string path, string text)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var there = File.Exists(full) ? File.ReadAllText(full) : null;
        if (there == text) return MadeOutcome.Unchanged;
        var outcome = there is null ? MadeOutcome.Written : IsUntouched(there) ? MadeOutcome.Renewed : MadeOutcome.Overwritten;
        if (outcome == MadeOutcome.Overwritten) File.Copy(full, full + ".orig", overwrite: true);
        var temporary = full + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, full, overwrite: true);
        return outcome;
    }

    private static string Digest(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
