namespace Racklight.Nodes;

/// <summary>Public keys that may log in to live machines besides the site's, for as long as this server runs (<c>up</c> adds its own).</summary>
public sealed class ExtraTrustedKeys
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>Adds one line in the form of authorized_keys.</summary>
    public void Add(string line)
    {
        lock (_lock) _lines.Add(line.Trim());
    }

    /// <summary>All lines.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }
}
