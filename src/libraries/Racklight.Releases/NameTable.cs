using System.Globalization;
using System.IO.Compression;

namespace Racklight.Releases;

/// <summary>
/// The names that come with the library: which series of a deployment tool define them. One packed text of about 60 kB; a section
/// is taken apart when it is first asked for, so that a command that needs none of them pays nothing.
/// </summary>
internal static class NameTable
{
    private static readonly Lazy<(IReadOnlyList<(string Name, string Version)> Series, IReadOnlyDictionary<string, string> Sections)> Text = new(Read);

    /// <summary>The series of kolla-ansible, oldest first, each with the version that was read.</summary>
    public static IReadOnlyList<(string Name, string Version)> Series => Text.Value.Series;

    /// <summary>A section: names with a mask whose bit N stands for <see cref="Series"/>[N].</summary>
    public static Dictionary<string, int> Section(string name)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var range in Text.Value.Sections[name].AsSpan().Split('\n'))
        {
            var line = Text.Value.Sections[name].AsSpan()[range];
            var blank = line.IndexOf(' ');
            if (blank > 0) names.Add(line[..blank].ToString(), int.Parse(line[(blank + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
        return names;
    }

    private static (IReadOnlyList<(string, string)>, IReadOnlyDictionary<string, string>) Read()
    {
        using var reader = new StreamReader(new GZipStream(typeof(NameTable).Assembly.GetManifestResourceStream("names.txt.gz")!, CompressionMode.Decompress));
        var parts = reader.ReadToEnd().Split('[');
        var series = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')).Select(static words => (words[1], words[2])).ToList();
        var sections = parts[1..].ToDictionary(static part => part[..part.IndexOf(']', StringComparison.Ordinal)], static part => part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);
        return (series, sections);
    }
}
