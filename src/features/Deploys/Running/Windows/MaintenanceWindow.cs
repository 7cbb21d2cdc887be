using System.Globalization;

namespace Racklight.Deploys.Running.Windows;

/// <summary>
/// When a cloud may be worked on: <c>Sat 22:00-06:00 Europe/Berlin</c>, <c>Mon-Fri 20:00-23:30 UTC, Sun 00:00-24:00</c>. A span that ends before it
/// begins ends on the next day. The zone stands behind the last span, and is the machine's own when none does.
/// </summary>
internal sealed class MaintenanceWindow
{
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private readonly List<Span> _spans;
    private readonly TimeZoneInfo _zone;

    private MaintenanceWindow(string text, List<Span> spans, TimeZoneInfo zone) => (Text, _spans, _zone) = (text, spans, zone);

    /// <summary>As it was typed.</summary>
    public string Text { get; }

    /// <summary>The zone that its times are meant in.</summary>
    public string Zone => _zone.Id;

    /// <summary>Reads a window.</summary>
    /// <exception cref="ProblemException">It is no window, or the zone is unknown.</exception>
    public static MaintenanceWindow Parse(string text, TimeZoneInfo local)
    {
        if (text.Length > 200) throw Bad(text[..40] + "…", "it is longer than 200 characters");
        var words = text.Trim();
        var zone = local;
        var last = words.LastIndexOf(' ');
        if (last > 0 && !char.IsAsciiDigit(words[last + 1]))
        {
            var name = words[(last + 1)..];
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found)) throw Bad(text, $"no time zone is called `{name}`; as in Europe/Berlin or UTC");
            (zone, words) = (found, words[..last]);
        }
        var spans = words.Split(',', StringSplitOptions.TrimEntries).SelectMany(span => ParseSpan(text, span)).ToList();
        return new MaintenanceWindow(text.Trim(), spans, zone);
    }

    /// <summary>True while the window is open.</summary>
    public bool IsOpen(DateTimeOffset now) => Openings(now).Any(opening => opening.Opens <= now && now < opening.Closes);

    /// <summary>When it opens next: now when it is open.</summary>
    public DateTimeOffset Opens(DateTimeOffset now) => IsOpen(now) ? now : Openings(now).Where(opening => opening.Opens > now).Min(opening => opening.Opens);

    /// <summary>When the window that is open now closes; windows that touch are one.</summary>
    public DateTimeOffset Closes(DateTimeOffset now)
    {
        var end = now;
        foreach (var (opens, closes) in Openings(now).OrderBy(opening => opening.Opens))
        {
            if (opens <= end && closes > end) end = closes;
        }
        return end;
    }

    /// <summary>A moment in the window's own zone.</summary>
    public string Show(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + _zone.Id;

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> Openings(DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, _zone).Date;
        // From yesterday, which may go on until now, to the same day of the next week.
        for (var offset = -1; offset <= 8; offset++)
        {
            var day = today.AddDays(offset);
            foreach (var span in _spans.Where(span => span.Day == day.DayOfWeek)) yield return (Moment(day + span.From), Moment(day + span.To));
        }
    }

    /// <summary>A clock that is put forward leaves times out: what begins in the gap begins behind it. One that is put back has times twice: the first counts.</summary>
    private DateTimeOffset Moment(DateTime local)
    {
        if (_zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset);
    }

    private static IEnumerable<Span> ParseSpan(string text, string span)
    {
        var parts = span.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (days, hours) = parts switch
        {
            [var times] => ("daily", times),
            [var names, var times] => (names, times),
            _ => throw Bad(text, $"`{span}` is not a day and a span of time"),
        };
        if (hours.Split('-') is not [var from, var to]) throw Bad(text, $"`{hours}` is not a span of time");
        var (start, end) = (Time(text, from), Time(text, to));
        if (start == end) throw Bad(text, $"`{hours}` is empty; the whole day is 00:00-24:00");
        if (end < start) end += TimeSpan.FromDays(1);
        return Days(text, days).Select(day => new Span(day, start, end));
    }

    private static IEnumerable<DayOfWeek> Days(string text, string names)
    {
        if (names.Equals("daily", StringComparison.OrdinalIgnoreCase)) return Enum.GetValues<DayOfWeek>();
        var ends = names.Split('-');
        if (ends.Length > 2) throw Bad(text, $"`{names}` is not a day, nor a row of days");
        var (first, last) = (Day(text, ends[0]), Day(text, ends[^1]));
        return Enumerable.Range(0, ((last - first + 7) % 7) + 1).Select(step => (DayOfWeek)((first + step) % 7));
    }

    private static int Day(string text, string name)
    {
        var day = name.Length >= 3 ? Array.FindIndex(Names, known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase)) : -1;
        return day >= 0 ? day : throw Bad(text, $"`{name}` is not a day");
    }

    private static TimeSpan Time(string text, string time)
    {
        if (time.Split(':') is [var hour, var minute] && hour.Length <= 2 && minute.Length == 2
            && int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var h) && int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            && m < 60 && (h < 24 || (h == 24 && m == 0)))
        {
            return new TimeSpan(h, m, 0);
        }
        throw Bad(text, $"`{time}` is not a time of day");
    }

    private static ProblemException Bad(string text, string why)
        => new($"--window '{text}': {why}", "as in --window 'Sat 22:00-06:00 Europe/Berlin' or --window 'Mon-Thu 20:00-23:00, Sun 00:00-24:00 UTC'");

    private readonly record struct Span(DayOfWeek Day, TimeSpan From, TimeSpan To);
}
