using Microsoft.AspNetCore.Html;

namespace Racklight.App.Dashboard;

/// <summary>How something stands. Each tone has a colour and a shape of its own, so that neither is needed alone.</summary>
public enum Tone
{
    /// <summary>Nothing to say: a ring.</summary>
    Quiet,

    /// <summary>Under way: a half-filled ring.</summary>
    Busy,

    /// <summary>As it should be: a filled disc.</summary>
    Good,

    /// <summary>Look at it: a triangle.</summary>
    Warning,

    /// <summary>Failed: a square with a cross.</summary>
    Bad,

    /// <summary>Left to itself: a dash.</summary>
    Away,
}

/// <summary>Small parts that pages are made of.</summary>
public static class Parts
{
    /// <summary>The mark of a tone.</summary>
    public static IHtmlContent Mark(Tone tone) => new HtmlString($"""<svg class="mark {Name(tone)}" viewBox="0 0 16 16" aria-hidden="true">{Shape(tone)}</svg>""");

    /// <summary>The tone's name in the style sheet.</summary>
    public static string Name(Tone tone) => tone switch
    {
        Tone.Busy => "busy",
        Tone.Good => "good",
        Tone.Warning => "warning",
        Tone.Bad => "bad",
        Tone.Away => "away",
        _ => "quiet",
    };

    /// <summary>A moment, told relative to now and kept so by the script.</summary>
    public static IHtmlContent Ago(DateTimeOffset at, DateTimeOffset now)
        => new HtmlString($"""<time datetime="{at.ToUniversalTime():yyyy-MM-ddTHH:mm:ss.fffZ}" title="{at.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC" data-ago>{Relative(now - at)}</time>""");

    /// <summary>How long ago in words; the script counts on in the same words.</summary>
    public static string Relative(TimeSpan span) => span.TotalSeconds switch
    {
        < 5 => "now",
        < 60 => $"{(int)span.TotalSeconds} s ago",
        < 3600 => $"{(int)span.TotalMinutes} min ago",
        < 86400 => $"{(int)span.TotalHours} h ago",
        _ => $"{(int)span.TotalDays} d ago",
    };

    private static string Shape(Tone tone) => tone switch
    {
        Tone.Good => """<circle cx="8" cy="8" r="5.5" class="fill"/>""",
        Tone.Busy => """<circle cx="8" cy="8" r="5" class="line"/><path d="M8 3a5 5 0 0 1 0 10z" class="fill"/>""",
        Tone.Warning => """<path d="M8 2.2 14.4 13.4H1.6z" class="fill"/><path d="M8 6v3.6M8 11.2v.6" class="cut"/>""",
        Tone.Bad => """<rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" class="fill"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" class="cut"/>""",
        Tone.Away => """<path d="M3 8h10" class="line"/>""",
        _ => """<circle cx="8" cy="8" r="5" class="line"/>""",
    };
}
