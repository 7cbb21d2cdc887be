using System.Text;
using Microsoft.Extensions.Logging;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Nodes.Machines;

/// <summary>The public keys that may log in to live machines: the files that <c>trust.ssh-keys</c> names, then the extra ones.</summary>
internal sealed partial class TrustedKeys(ISites sites, ExtraTrustedKeys extra, ILogger<TrustedKeys> log)
{
    private const int FileLimit = 256 * 1024;
    private const int AnswerLimit = 64 * 1024;

    /// <summary>The text for a machine's authorized_keys, at most 64 KiB.</summary>
    public string Text()
    {
        var site = sites.Current;
        var text = new StringBuilder();
        foreach (var name in site.File.Trust.SshKeys)
        {
            foreach (var line in Read(site, name)) Add(text, line);
        }
        foreach (var line in extra.Lines) Add(text, line);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string line)
    {
        line = line.Trim();
        if (line.Length == 0 || line[0] == '#' || text.Length + line.Length >= AnswerLimit) return;
        text.Append(line).Append('\n');
    }

    private string[] Read(Site site, string name)
    {
        try
        {
            // The site check refuses names that lead out; a site that changed underneath must not open the server's own files either.
            return Encoding.UTF8.GetString(site.Files.Read(name, FileLimit)).ReplaceLineEndings("\n").Split('\n');
        }
        catch (BoundedFileException e)
        {
            Unreadable(log, name, e.Message);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "trust.ssh-keys: cannot read {Name}: {Why}; machines that boot now do not let these keys in")]
    private static partial void Unreadable(ILogger log, string name, string why);
}
