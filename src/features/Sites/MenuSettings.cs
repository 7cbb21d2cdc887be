using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>How a machine's menu looks and what it does by itself: said by the site, by a group or by a node, key by key; the nearest wins.</summary>
[Schema("How a machine's menu looks, and what it does by itself")]
public sealed record MenuSettings
{
    /// <summary>What stands above the menu; null: the site's name and a question.</summary>
    [Schema("What stands above the menu", Pattern = "[ -~]+", Want = "a title in plain ASCII (firmware consoles show nothing else)", MaxLength = 60, Example = "Rack 1: what shall this machine boot?")]
    public string? Title { get; init; }

    /// <summary>After how long without a key the marked line is taken: <c>30s</c>, <c>5m</c>, <c>never</c>; null: a minute.</summary>
    [Schema("After how long without a key the marked line is taken; a minute if nobody says", Pattern = "[1-9][0-9]{0,3}[smh]|never", Want = "a time such as 30s, 5m or 1h, or never", MaxLength = 6, Example = "30s")]
    public string? Timeout { get; init; }

    /// <summary>What is marked at first, and taken in time: <c>local</c>, <c>last</c> (what was chosen last), or an entry; null: local.</summary>
    [Schema("What is marked at first and taken in time: local (if nobody says), last (what was chosen on this machine last), or an entry", Pattern = Names.EntryPattern, Want = "local, last, or an entry's name", MaxLength = 63, Example = "local")]
    public string? Default { get; init; }

    /// <summary><c>serial</c>: the machine's console is a serial line; null or <c>screen</c>: it has a screen.</summary>
    [Schema("serial: the machine's only console is its first serial line, so no colours, and kernels use it too", Choices = ["screen", "serial"])]
    public string? Console { get; init; }

    /// <summary>The menu's colours, where the machine's iPXE can show them; null: iPXE's own.</summary>
    [Schema("The menu's colours, where the machine's iPXE can show them")]
    public MenuColourSettings? Colours { get; init; }

    /// <summary>This, with what it leaves open taken from another.</summary>
    public MenuSettings Over(MenuSettings? below) => below is null ? this : new()
    {
        Title = Title ?? below.Title,
        Timeout = Timeout ?? below.Timeout,
        Default = Default ?? below.Default,
        Console = Console ?? below.Console,
        Colours = Colours ?? below.Colours,
    };
}

/// <summary>A menu's colours.</summary>
[Schema("A menu's colours, each #rrggbb")]
public sealed record MenuColourSettings
{
    /// <summary>Behind it all.</summary>
    [Schema("Behind it all", Pattern = "#[0-9A-Fa-f]{6}", Want = "a colour such as #1c2430, in quotes", Example = "#1c2430")]
    public required string Background { get; init; }

    /// <summary>The letters.</summary>
    [Schema("The letters", Pattern = "#[0-9A-Fa-f]{6}", Want = "a colour such as #e6e9ee, in quotes", Example = "#e6e9ee")]
    public required string Text { get; init; }

    /// <summary>Behind the marked line.</summary>
    [Schema("Behind the marked line", Pattern = "#[0-9A-Fa-f]{6}", Want = "a colour such as #b4532a, in quotes", Example = "#b4532a")]
    public required string Marked { get; init; }
}
