namespace Racklight.Yaml;

/// <summary>The anchors of a text that were read so far, each with the number of nodes that an alias to it stands for.</summary>
internal sealed class YamlAnchors
{
    private readonly Dictionary<string, (YamlNode Node, int Size)> _known = new(StringComparer.Ordinal);

    /// <summary>Remembers a node; a later anchor of the same name wins from there on (YAML 1.2.2 §7.1).</summary>
    public void Add(string name, YamlNode node, int size) => _known[name] = (node, size);

    /// <summary>What an alias stands for, or null.</summary>
    public (YamlNode Node, int Size)? Find(string name) => _known.TryGetValue(name, out var found) ? found : null;

    /// <summary>The mappings that the value of a merge key names: one, or a list of them.</summary>
    public static IEnumerable<YamlMapping> Sources(YamlNode value) => value switch
    {
        YamlMapping one => [one],
        YamlSequence list => list.Items.OfType<YamlMapping>(),
        _ => [],
    };
}
