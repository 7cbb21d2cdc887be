namespace Racklight.NetBoot.Ipxe;

/// <summary>A line of a menu.</summary>
/// <param name="Label">Where choosing it jumps to; null for a line that is only read.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Key">The key that chooses it: a letter a to z, a digit, or one of / = + .; null: none.</param>
public sealed record IpxeMenuItem(string? Label, IpxeText Title, char? Key = null);

/// <summary>A menu's colours, each 0xRRGGBB.</summary>
/// <param name="Background">Behind it all.</param>
/// <param name="Text">The letters.</param>
/// <param name="Chosen">Behind the chosen line.</param>
public readonly record struct MenuColours(int Background, int Text, int Chosen)
{
    /// <summary>Iron: what a site gets that asks for nothing else.</summary>
    public static MenuColours Standard { get; } = new(0x1c2430, 0xe6e9ee, 0xb4532a);
}

public sealed partial class IpxeScript
{
    /// <summary>
    /// Shows a menu and jumps to what was chosen. Escape goes to <paramref name="cancelled"/>; when nobody touches a key in time, to
    /// <paramref name="byDefault"/>.
    /// </summary>
    /// <param name="title">Above the list.</param>
    /// <param name="items">The list.</param>
    /// <param name="byDefault">The item that is marked at first.</param>
    /// <param name="timeout">How long to wait for a key; null: for ever.</param>
    /// <param name="cancelled">The label that Escape leads to.</param>
    public IpxeScript Menu(IpxeText title, IReadOnlyList<IpxeMenuItem> items, string byDefault, TimeSpan? timeout, string cancelled)
    {
        var labels = items.Select(item => item.Label).OfType<string>().ToList();
        if (!labels.Contains(byDefault, StringComparer.Ordinal)) throw new IpxeSyntaxException($"the menu's default '{byDefault}' is not among its items");
        Write("menu " + Positional(title) + _encoder.Words(title, "the menu's title"));
        foreach (var item in items)
        {
            var text = item.Title.Parts.Count == 0 ? "" : " " + _encoder.Words(item.Title, "a menu item's title");
            if (item.Label is null) Write("item --gap --" + text);
            else if (text.Length == 0) throw new IpxeSyntaxException($"the menu item {item.Label} has no title");
            else Write($"item {Key(item.Key)}{Jump(item.Label)}{text}");
        }
        var wait = timeout is { } time ? $" --timeout {Milliseconds(time)}" : "";
        Write($"choose --default {byDefault}{wait} rl-choice || goto {Jump(cancelled)}");
        return Goto(Setting.Variable("rl-choice"), labels);
    }

    /// <summary>
    /// Lets somebody edit a variable at the console. What is typed can hold anything, but no command: lines are split before variables
    /// are put in.
    /// </summary>
    /// <param name="variable">It keeps what is typed, and shows what it holds before.</param>
    /// <param name="cancelled">The label that Ctrl-C leads to.</param>
    public IpxeScript Read(string variable, string cancelled) => Write($"read {IpxeNames.Variable(variable)} || goto {Jump(cancelled)}");

    /// <summary>Keeps an IPv4 address, or clears the variable when the value is empty; anything else goes to the label.</summary>
    public IpxeScript SetAddress(string variable, Setting value, string otherwise) => Write($"set {IpxeNames.Variable(variable)}:ipv4 {value} || goto {Jump(otherwise)}");

    /// <summary>Asks for one key; goes on when it is pressed, and to the label when another is, or none in time.</summary>
    public IpxeScript Confirm(char key, IpxeText text, TimeSpan timeout, string otherwise)
        => Write($"prompt {Key(key)}--timeout {Milliseconds(timeout)} {_encoder.Words(text, "the question")} || goto {Jump(otherwise)}");

    /// <summary>
    /// Gives the menus other colours, where the client's iPXE can. A text console has its own eight colours and ignores this; so each command
    /// may fail.
    /// </summary>
    public IpxeScript Colours(MenuColours colours)
    {
        if (!Capabilities.Has(IpxeFeature.Console)) return this;
        // Colours 1, 4 and 7 are red, blue and white; iPXE's menus are pair 1 and the chosen line pair 2 (src/config/colour.h).
        return Write($"colour --rgb 0x{colours.Background:x6} 4 ||")
            .Write($"colour --rgb 0x{colours.Text:x6} 7 ||")
            .Write($"colour --rgb 0x{colours.Chosen:x6} 1 ||")
            .Write("cpair --foreground 7 --background 4 1 ||")
            .Write("cpair --foreground 7 --background 1 2 ||")
            .Write("cpair --foreground 7 --background 4 3 ||");
    }

    private static string Key(char? key)
    {
        if (key is not { } c) return "";
        return char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '/' or '=' or '+' or '.' ? $"--key {c} " : throw new IpxeSyntaxException($"'{c}' cannot be a menu's key: want a letter a to z, or a digit");
    }
}
