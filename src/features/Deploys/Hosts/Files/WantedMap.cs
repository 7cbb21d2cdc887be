namespace Racklight.Deploys.Hosts.Files;

/// <summary>What a mapping should hold: texts, further mappings, and blocks that are written only where nothing is.</summary>
internal sealed class WantedMap
{
    private readonly List<(string Key, object Value)> _entries = [];

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<(string Key, object Value)> Entries => _entries;

    /// <summary>A text that must stand there.</summary>
    public WantedMap Set(string key, string text)
    {
        _entries.Add((key, text));
        return this;
    }

    /// <summary>A mapping that must hold what this one does, and may hold more.</summary>
    public WantedMap Set(string key, WantedMap map)
    {
        _entries.Add((key, map));
        return this;
    }

    /// <summary>Lines of YAML that are written when the key is missing; what stands there stays.</summary>
    public WantedMap Once(string key, params IReadOnlyList<string> lines)
    {
        _entries.Add((key, lines));
        return this;
    }
}
