using System.Globalization;
using System.Text;
using Racklight.Sites;

namespace Racklight.Menus.Import;

/// <summary>Writes entries as a file of a site's <c>menu/</c>. Every text is quoted, so that none can be read as something else.</summary>
internal static class EntryYaml
{
    /// <summary>The first line of a file that an import wrote, and may write anew.</summary>
    public const string Mark = "# Written by racklight menu import netboot.xyz";

    /// <summary>The file's text.</summary>
    public static string Write(IReadOnlyDictionary<string, MenuFile> entries)
    {
        var text = new StringBuilder(Mark).Append(": the next import writes it anew.\nentries:\n");
        foreach (var (name, entry) in entries)
        {
            text.Append("  ").Append(name).Append(":\n");
            Line(text, 4, "title", entry.Title);
            Line(text, 4, "section", entry.Section);
            Line(text, 4, "os", entry.Os);
            Line(text, 4, "version", entry.Version);
            Line(text, 4, "flavor", entry.Flavor);
            Line(text, 4, "recipe", entry.Recipe);
            if (entry.Architectures is { } architectures) text.Append("    architectures: ").Append(List(architectures)).Append('\n');
            if (entry.Firmware is { } firmware) text.Append("    firmware: ").Append(List(firmware)).Append('\n');
            if (entry.Ram is { } ram) text.Append("    ram: ").Append(ram.ToString(CultureInfo.InvariantCulture)).Append('\n');
            if (entry.Hide == true) text.Append("    hide: true\n");
            if (entry.Values is { } values)
            {
                text.Append("    values:\n");
                foreach (var (key, value) in values) Line(text, 6, key, value);
            }
            if (entry.Files is { } files)
            {
                text.Append("    files:\n");
                foreach (var (role, file) in files) text.Append("      ").Append(role).Append(": { url: ").Append(Quoted(file.Url)).Append(file.Holds is { } holds ? ", holds: " + List(holds) : "").Append(" }\n");
            }
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, int indent, string key, string? value)
    {
        if (value is not null) text.Append(' ', indent).Append(key).Append(": ").Append(Quoted(value)).Append('\n');
    }

    private static string List(IEnumerable<string> items) => "[" + string.Join(", ", items.Select(Quoted)) + "]";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
