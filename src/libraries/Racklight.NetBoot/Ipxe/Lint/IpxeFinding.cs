using System.Text;

namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Something wrong in a script.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1; in characters of that line.</param>
/// <param name="Rule">Which kind.</param>
/// <param name="Text">What stands there, shortened.</param>
/// <param name="Why">What is wrong, in words.</param>
/// <param name="Suggestion">What to write instead.</param>
public sealed record IpxeFinding(int Line, int Column, IpxeRule Rule, string Text, string Why, string Suggestion)
{
    /// <summary>The rule's name as users meet it: <c>dangling-goto</c>.</summary>
    public string Id => IdOf(Rule);

    /// <summary>How bad it is.</summary>
    public IpxeSeverity Severity => SeverityOf(Rule);

    /// <summary>How bad each finding of a rule is.</summary>
    public static IpxeSeverity SeverityOf(IpxeRule rule) => rule switch
    {
        IpxeRule.NotAScript or IpxeRule.ControlCharacter or IpxeRule.DanglingGoto or IpxeRule.UnreachableEntry or IpxeRule.DuplicateLabel or IpxeRule.InitrdMismatch
            or IpxeRule.UnknownCommand or IpxeRule.UnknownOption or IpxeRule.WrongArguments or IpxeRule.NotANumber or IpxeRule.ItemWithoutMenu => IpxeSeverity.Error,
        IpxeRule.RunsOffEnd or IpxeRule.UnsetVariable => IpxeSeverity.Info,
        _ => IpxeSeverity.Warning,
    };

    /// <summary>A severity's name as users meet it.</summary>
    public static string IdOf(IpxeSeverity severity) => Hyphenated(severity.ToString());

    /// <summary>A rule's name as users meet it.</summary>
    public static string IdOf(IpxeRule rule) => Hyphenated(rule.ToString());

    private static string Hyphenated(string name)
    {
        var id = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && id.Length > 0) id.Append('-');
            id.Append(char.ToLowerInvariant(c));
        }
        return id.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}: {Id}: {Why}";

    internal static IpxeFinding At(IpxeWord word, IpxeRule rule, string why, string suggestion) => new(word.Line, word.Column, rule, Shorten(word.Text), why, suggestion);

    /// <summary>Foreign scripts have lines of any length; a message has not.</summary>
    internal static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
