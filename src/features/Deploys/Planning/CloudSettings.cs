using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Planning;

/// <summary>A cloud's globals.yml and the files of globals.d, read for planning: what is set, by key. The last one wins, as for the tool.</summary>
internal sealed class CloudSettings
{
    private const int MostFiles = 200;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private CloudSettings(string source) => Source = source;

    /// <summary>Where they were read.</summary>
    public string Source { get; }

    /// <summary>The keys that are set.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>Reads a configuration directory.</summary>
    /// <returns>Null when it has no globals.yml.</returns>
    /// <exception cref="ProblemException">A file cannot be read, or is no YAML mapping.</exception>
    public static CloudSettings? Read(string directory)
    {
        var globals = Path.Combine(directory, "globals.yml");
        if (!File.Exists(globals)) return null;
        var settings = new CloudSettings(globals);
        settings.Add(globals, File.ReadAllBytes);
        var more = Path.Combine(directory, "globals.d");
        if (Directory.Exists(more)) foreach (var file in Directory.EnumerateFiles(more, "*.y*ml").Order(StringComparer.Ordinal).Take(MostFiles)) settings.Add(file, File.ReadAllBytes);
        return settings;
    }

    /// <summary>A text's settings.</summary>
    public static CloudSettings Of(string text)
    {
        var settings = new CloudSettings("globals.yml");
        settings.Add("globals.yml", _ => System.Text.Encoding.UTF8.GetBytes(text));
        return settings;
    }

    /// <summary>What a key means; null when it is not set.</summary>
    public YamlMeaning? this[string key] => _values.TryGetValue(key, out var value) ? YamlMeaning.Of(value) : null;

    private void Add(string file, Func<string, byte[]> read)
    {
        if (File.Exists(file) && new FileInfo(file).Length > new YamlLimits().Bytes) throw new ProblemException(new Problem($"it is larger than {new YamlLimits().Bytes:N0} bytes") { File = file });
        try
        {
            foreach (var block in YamlBlocks.Read(System.Text.Encoding.UTF8.GetString(read(file)))) if (block.Kind == YamlBlockKind.Entry) _values[block.Key!] = block.Value;
        }
        catch (YamlPartsException e)
        {
            throw new ProblemException(new Problem(e.Fault.Message) { File = file, Line = e.Fault.Mark.Line, Column = e.Fault.Mark.Column, Hint = e.Fault.Hint });
        }
    }
}
