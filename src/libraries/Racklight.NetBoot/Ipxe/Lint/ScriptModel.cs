namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>A script as the rules look at it.</summary>
internal sealed class ScriptModel
{
    private readonly Dictionary<string, IpxeWord> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _labelLines = new(StringComparer.Ordinal);

    public ScriptModel(string script, IpxeCapabilities capabilities)
    {
        Capabilities = capabilities;
        Lines = [.. IpxeLine.Split(script)];
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i].Label is not { } label || !_labels.TryAdd(label.Text, label)) continue;
            _labelLines.Add(label.Text, i);
        }
        Values = new(this);
    }

    public IpxeCapabilities Capabilities { get; }

    public IReadOnlyList<IpxeLine> Lines { get; }

    public VariableValues Values { get; }

    public IEnumerable<IpxeCommand> Commands => Lines.SelectMany(static line => line.Commands);

    public bool HasLabel(string label) => _labels.ContainsKey(label);

    /// <summary>The first place of a label: the only one that iPXE finds.</summary>
    public IpxeWord LabelAt(string label) => _labels[label];

    /// <summary>The index of the line of a label, or -1.</summary>
    public int LineOf(string label) => _labelLines.GetValueOrDefault(label, -1);

    /// <summary>Where a <c>goto</c> leads, or null for another command.</summary>
    public static IpxeWord? Target(IpxeCommand command) => command.Name == "goto" && command.Operands is [var target, ..] ? target : null;
}
