using System.Globalization;
using System.Text.RegularExpressions;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Lengths of time as GitLab reads them: <c>3600</c> seconds, <c>8h</c>, <c>1 week and 2 days</c>, <c>3h30m</c>.</summary>
internal static partial class CiDuration
{
    /// <summary>Reads one; false for what is none.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (text.Length is 0 or > 100) return false;
        var left = text.Trim();
        if (left.All(char.IsAsciiDigit)) left += "s";
        double seconds = 0;
        while (left.Length > 0)
        {
            if (Part().Match(left) is not { Success: true } part) return false;
            if (Unit(part.Groups[2].Value.ToLowerInvariant()) is not { } unit) return false;
            seconds += double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
            left = left[part.Length..];
        }
        if (seconds > TimeSpan.FromDays(365_000).TotalSeconds) return false;
        time = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double? Unit(string word) => word switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "m" or "min" or "mins" or "minute" or "minutes" => 60,
        "h" or "hr" or "hrs" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 86_400,
        "w" or "wk" or "wks" or "week" or "weeks" => 604_800,
        "mo" or "mos" or "month" or "months" => 2_592_000,
        "y" or "yr" or "yrs" or "year" or "years" => 31_557_600,
        _ => null,
    };

    [GeneratedRegex(@"^\s*(?:and\s+|,\s*)?([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([A-Za-z]+)\s*")]
    private static partial Regex Part();
}
