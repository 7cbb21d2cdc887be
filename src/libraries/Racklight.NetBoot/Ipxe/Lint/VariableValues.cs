namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>What a script sets its variables to, wherever in the script.</summary>
internal sealed class VariableValues
{
    private readonly Dictionary<string, HashSet<string>> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>No screen shows more items of one menu, and a hostile script must not cost more than a long one.</summary>
    public const int MaximumItems = 1000;

    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly HashSet<string> _severalWords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _isWhole = new(StringComparer.Ordinal);
    private readonly ScriptModel _model;

    public VariableValues(ScriptModel model)
    {
        _model = model;
        var items = new List<string?>();
        foreach (var command in model.Commands)
        {
            switch (command.Name)
            {
                case "menu" or "form":
                    items.Clear();
                    break;
                case "item" when ItemLabel(command) is { } label:
                    if (items.Count < MaximumItems) items.Add(label.IsExpanded || items.Count == MaximumItems - 1 ? null : label.Text);
                    break;
                case "choose" when command.Operands is [var chosen, ..]:
                    // Items may come from another script, or from a loop that adds to the menu.
                    if (items.Count == 0 || items.Contains(null)) _unknown.Add(IpxeWord.NameOf(chosen.Text));
                    Add(chosen, items.OfType<string>());
                    if (!command.Arguments.Has("keep")) items.Clear();
                    break;
                case "set" when command.Operands is [var name, ..]:
                    var words = command.Operands.Skip(1).ToList();
                    if (name.Text.Contains(':', StringComparison.Ordinal) || words.Any(static word => word.Text.Contains("${", StringComparison.Ordinal))) _unknown.Add(IpxeWord.NameOf(name.Text));
                    if (words.Count > 1) _severalWords.Add(IpxeWord.NameOf(name.Text));
                    Add(name, [string.Join(' ', words.Select(static word => word.Text))]);
                    break;
                case "read" or "inc" when command.Operands is [var name, ..]:
                    _unknown.Add(IpxeWord.NameOf(name.Text));
                    Add(name, []);
                    break;
                case "login":
                    _unknown.UnionWith(["username", "password"]);
                    break;
            }
        }
    }

    /// <summary>The names of all that the script sets.</summary>
    public IEnumerable<string> Names => _known.Keys.Concat(_unknown);

    public bool IsSet(string name) => _known.ContainsKey(name) || _unknown.Contains(name);

    /// <summary>
    /// The labels that a computed jump can lead to, or null when the script does not tell: the value may come from the script that chained
    /// this one, which a jump before the first setting, or one that may fail, is there for.
    /// </summary>
    public IReadOnlyCollection<string>? Targets(IpxeCommand jump, IpxeWord target)
        => !jump.IsGuarded && target.Variable is { } name && _first.TryGetValue(name, out var line) && line <= target.Line ? All(name) : null;

    /// <summary>True when each of a computed jump's targets is there.</summary>
    public bool HasAllLabels(IpxeCommand jump, IpxeWord target)
    {
        if (Targets(jump, target) is not { } values) return false;
        if (!_isWhole.TryGetValue(target.Text, out var isWhole)) _isWhole.Add(target.Text, isWhole = values.All(_model.HasLabel));
        return isWhole;
    }

    /// <summary>All values that it can have, or null when the script does not tell.</summary>
    private HashSet<string>? All(string name) => !_unknown.Contains(name) && _known.TryGetValue(name, out var values) ? values : null;

    /// <summary>True when the script sets it to several words somewhere.</summary>
    public bool HasSeveralWords(string name) => _severalWords.Contains(name);

    /// <summary>The label of an item that can be chosen, or null.</summary>
    public static IpxeWord? ItemLabel(IpxeCommand item) => !item.Arguments.Has("gap") && item.Operands is [var label, ..] ? label : null;

    private void Add(IpxeWord word, IEnumerable<string> values)
    {
        var name = IpxeWord.NameOf(word.Text);
        _first.TryAdd(name, word.Line);
        if (!_known.TryGetValue(name, out var known)) _known.Add(name, known = new(StringComparer.Ordinal));
        known.UnionWith(values);
    }
}
