using System.Text;
using Racklight.NetBoot.Ipxe.Lint;

namespace Racklight.Networks.Lint;

/// <summary>A script that was read.</summary>
/// <param name="Name">Its path as the user would write it.</param>
/// <param name="Text">Its text.</param>
internal sealed record ScriptFile(string Name, string Text);

/// <summary>Finds and reads scripts. A directory's are those called <c>*.ipxe</c>, and every file that starts as a script does.</summary>
internal static class ScriptFiles
{
    private const int MaximumFiles = 10_000;
    private const long MaximumTotal = 256L * 1024 * 1024;

    /// <summary>Reads them, sorted by name within each path.</summary>
    /// <exception cref="ProblemException">A path is not there or cannot be read, a directory has no script, or it is too much.</exception>
    public static async Task<IReadOnlyList<ScriptFile>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var files = new List<ScriptFile>();
        var total = 0L;
        foreach (var path in paths)
        {
            var before = files.Count;
            foreach (var (file, named) in Find(path))
            {
                if (!named && !await StartsAsScriptAsync(file, cancellationToken)) continue;
                if (files.Count == MaximumFiles) throw new ProblemException($"{path} has more than {MaximumFiles:N0} scripts", "check a directory of fewer");
                var length = new FileInfo(file).Length;
                if (length > IpxeLint.MaximumLength) throw new ProblemException($"{file} has {length:N0} bytes; a script has at most {IpxeLint.MaximumLength:N0}", "is it a script?");
                total += length;
                if (total > MaximumTotal) throw new ProblemException($"the scripts have more than {MaximumTotal:N0} bytes together", "check fewer at a time");
                // iPXE's bytes are what counts; any that are not UTF-8 become characters that a message can show. A byte order mark stays.
                files.Add(new(file, new UTF8Encoding(false).GetString(await File.ReadAllBytesAsync(file, cancellationToken))));
            }
            if (files.Count == before) throw new ProblemException($"there is no iPXE script in {path}", "scripts are called *.ipxe or start with #!ipxe");
        }
        return files;
    }

    private static IEnumerable<(string Path, bool Named)> Find(string path)
    {
        if (File.Exists(path)) return [(path, true)];
        if (!Directory.Exists(path)) throw new ProblemException($"{path} is not there", "name a script, or a directory of scripts");
        return Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Order(StringComparer.Ordinal)
            .Select(static file => (file, file.EndsWith(".ipxe", StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<bool> StartsAsScriptAsync(string file, CancellationToken cancellationToken)
    {
        var start = new byte[7];
        await using var stream = File.OpenRead(file);
        var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return IpxeLint.IsScript(Encoding.Latin1.GetString(start, 0, length));
    }
}
