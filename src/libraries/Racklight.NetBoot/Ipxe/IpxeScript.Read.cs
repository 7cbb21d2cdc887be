namespace Racklight.NetBoot.Ipxe;

public sealed partial class IpxeScript
{
    /// <summary>
    /// Asks whoever stands before the machine for a line of text. What the variable holds already can be edited. Ctrl-C, or nothing typed,
    /// goes to <paramref name="cancelled"/>.
    /// </summary>
    /// <param name="prompt">Shown before the place to type.</param>
    /// <param name="variable">Where the answer goes. It is free text: in an address use it as <see cref="SettingFormat.UriString"/> only.</param>
    /// <param name="cancelled">The label that giving up leads to.</param>
    public IpxeScript Ask(IpxeText prompt, string variable, string cancelled)
    {
        if (prompt.Parts.Count == 0) throw new IpxeSyntaxException("a question has no text");
        Write("echo -n " + Positional(prompt) + _encoder.Words(prompt, "the question"));
        Write($"read {IpxeNames.Variable(variable)} || goto {Jump(cancelled)}");
        return GotoUnless(IpxeCondition.IsSet(Setting.Variable(variable)), cancelled);
    }
}
