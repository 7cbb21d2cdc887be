namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>One command of a line, as iPXE splits it.</summary>
/// <param name="Words">The command and its arguments, unexpanded; empty for an empty command.</param>
/// <param name="Before">The terminator before it: <c>||</c>, <c>&amp;&amp;</c>, <c>;</c>, or null for the first.</param>
/// <param name="After">The terminator after it, or null for the last.</param>
internal sealed record IpxeCommand(IReadOnlyList<IpxeWord> Words, string? Before, string? After)
{
    private CommandArguments? _arguments;

    public string Name => Words.Count > 0 ? Words[0].Text : "";

    public IpxeWord First => Words[0];

    /// <summary>True when a failure of this command is handled on its line.</summary>
    public bool IsGuarded => After is "||" or ";";

    /// <summary>Its options and the words behind them, read as its syntax says.</summary>
    public CommandArguments Arguments => _arguments ??= CommandArguments.Read(this);

    /// <summary>The words that are neither options nor their values.</summary>
    public IReadOnlyList<IpxeWord> Operands => Arguments.Operands;
}
