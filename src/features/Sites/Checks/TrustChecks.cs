using System.Text;
using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>The files that the site names for trust and booting: there, inside, and what they should be.</summary>
internal sealed class TrustChecks : ISiteCheck
{
    private const int LargestKeyFile = 64 * 1024;

    public IEnumerable<Problem> Check(SiteDraft site)
    {
        if (site.Site.Value is not { } own) yield break;
        if (own.Bootloaders is { } loaders)
        {
            if (site.Files.Fault("", loaders) is { } fault) yield return site.Site.At(["bootloaders"], fault.Message, fault.Hint);
            else if (site.Files.KindOf(loaders) != SiteEntryKind.Directory) yield return site.Site.At(["bootloaders"], $"{loaders} is not a directory", "name the directory that holds the bootloaders");
        }
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in own.Trust.SshKeys)
        {
            var occurrence = seen[path] = seen.GetValueOrDefault(path, -1) + 1;
            if (occurrence > 0)
            {
                yield return site.Site.AtItem(["trust", "ssh-keys"], path, occurrence, $"{path} is in this list already", "remove it", Severity.Warning);
                continue;
            }
            if (site.Files.Fault("", path) is { } fault) yield return site.Site.AtItem(["trust", "ssh-keys"], path, 0, fault.Message, fault.Hint);
            else
            {
                foreach (var problem in Keys(site, path)) yield return problem;
            }
        }
    }

    private static IEnumerable<Problem> Keys(SiteDraft site, string path)
    {
        string text;
        Problem? unread = null;
        try
        {
            text = Encoding.UTF8.GetString(site.Files.Read(path, LargestKeyFile));
        }
        catch (BoundedFileException e)
        {
            text = "";
            unread = site.Site.AtItem(["trust", "ssh-keys"], path, 0, $"{path} cannot be read: {e.Message}");
        }
        if (unread is not null)
        {
            yield return unread;
            yield break;
        }
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (Array.FindIndex(lines, static line => line.Contains("PRIVATE KEY", StringComparison.Ordinal) || line.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal)) is >= 0 and var at)
        {
            // The line is not shown: with some formats it would be key material.
            yield return new Problem("THIS IS A PRIVATE KEY. Whoever can read the site has it: it must no longer be used anywhere")
            {
                File = path,
                Line = at + 1,
                Hint = $"take it out of the site and its git history, make a new key (ssh-keygen -t ed25519), and put only the .pub file here",
            };
            yield break;
        }
        var count = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            count++;
            if (SshPublicKey.Fault(line) is { } fault) yield return new Problem(fault) { File = path, Line = i + 1, Column = 1, Source = SshPublicKey.Shown(lines[i]), Hint = "one key a line, as ssh-keygen writes it into its .pub file: ssh-ed25519 AAAA... name" };
        }
        if (count == 0) yield return site.Site.AtItem(["trust", "ssh-keys"], path, 0, $"{path} holds no key", "cat ~/.ssh/id_ed25519.pub >> " + path);
    }
}
