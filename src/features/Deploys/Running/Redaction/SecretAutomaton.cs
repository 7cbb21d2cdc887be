namespace Racklight.Deploys.Running.Redaction;

/// <summary>Finds many texts in one pass (Aho and Corasick, 1975). What it was told of a stream so far is one number, its state.</summary>
internal sealed class SecretAutomaton
{
    /// <summary>The state before the first character.</summary>
    public const int Start = 0;

    private readonly Dictionary<(int State, char Next), int> _edges = [];
    private readonly List<Node> _nodes = [new Node()];

    /// <summary>Makes one that finds every form of every secret.</summary>
    public SecretAutomaton(IEnumerable<KnownSecret> secrets)
    {
        foreach (var secret in secrets)
        {
            foreach (var form in SecretForms.Of(secret.Value)) Add(form, secret.Name);
        }
        Link();
    }

    /// <summary>True when there is nothing to find.</summary>
    public bool IsEmpty => _nodes.Count == 1;

    /// <summary>The state after one more character.</summary>
    public int Next(int state, char next)
    {
        while (true)
        {
            if (_edges.TryGetValue((state, next), out var target)) return target;
            if (state == Start) return Start;
            state = _nodes[state].Fallback;
        }
    }

    /// <summary>How many of the last characters may be the beginning of something to find.</summary>
    public int Depth(int state) => _nodes[state].Depth;

    /// <summary>The length of what was found to end with the last character; 0 when nothing was.</summary>
    public int Found(int state, out string name)
    {
        var node = _nodes[state];
        name = node.Name ?? "";
        return node.Found;
    }

    private void Add(string form, string name)
    {
        var state = Start;
        foreach (var next in form)
        {
            if (!_edges.TryGetValue((state, next), out var target))
            {
                target = _nodes.Count;
                _nodes.Add(new Node { Depth = _nodes[state].Depth + 1, Parent = state, Letter = next });
                _edges[(state, next)] = target;
            }
            state = target;
        }
        _nodes[state].Found = form.Length;
        _nodes[state].Name ??= name;
    }

    private void Link()
    {
        // A fallback is always shallower, so by depth every fallback is known when it is needed.
        foreach (var node in _nodes.Skip(1).OrderBy(node => node.Depth))
        {
            node.Fallback = node.Depth == 1 ? Start : Next(_nodes[node.Parent].Fallback, node.Letter);
            var shorter = _nodes[node.Fallback];
            if (node.Found > 0 || shorter.Found == 0) continue;
            node.Found = shorter.Found;
            node.Name = shorter.Name;
        }
    }

    private sealed class Node
    {
        public int Depth { get; init; }

        public int Parent { get; init; }

        public char Letter { get; init; }

        public int Fallback { get; set; }

        public int Found { get; set; }

        public string? Name { get; set; }
    }
}
