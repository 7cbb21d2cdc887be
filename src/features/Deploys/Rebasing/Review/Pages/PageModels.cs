using Racklight.App.Dashboard;

namespace Racklight.Deploys.Rebasing.Review.Pages;

/// <summary>The page of a review.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Configurations">The settings of the site, by path.</param>
/// <param name="Releases">The releases whose samples are on the server.</param>
/// <param name="Shelf">Where samples are looked for.</param>
/// <param name="View">The review; null when there is none.</param>
/// <param name="Problems">Why there is none.</param>
public sealed record RebasePageModel(PageFrame Frame, RebaseQuery Query, IReadOnlyList<string> Configurations, IReadOnlyList<string> Releases, string Shelf, RebaseView? View, IReadOnlyList<Problem> Problems);

/// <summary>A review as it is shown.</summary>
/// <param name="OldSample">Where the old sample lies.</param>
/// <param name="NewSample">Where the new one lies.</param>
/// <param name="Rows">The settings.</param>
/// <param name="Difference">What changes: signs and lines; null between two places.</param>
/// <param name="Open">Settings that hold secrets in plaintext.</param>
/// <param name="Added">Secrets that only the new release has.</param>
/// <param name="Dropped">Secrets that only the old one has.</param>
public sealed record RebaseView(string OldSample, string NewSample, IReadOnlyList<RebaseRow> Rows, IReadOnlyList<(char Sign, string Line)?> Difference, IReadOnlyList<string> Open, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped)
{
    /// <summary>The classes, those that want a look first.</summary>
    public static IReadOnlyList<SettingClass> Classes { get; } = [SettingClass.Removed, SettingClass.Stale, SettingClass.Redundant, SettingClass.Renamed, SettingClass.Keep, SettingClass.New];

    /// <summary>How a class stands.</summary>
    public static Tone ToneOf(SettingClass kind) => kind switch
    {
        SettingClass.Removed or SettingClass.Stale => Tone.Warning,
        SettingClass.Redundant => Tone.Busy,
        SettingClass.New => Tone.Quiet,
        _ => Tone.Good,
    };

    /// <summary>A class in an address.</summary>
    public static string Word(SettingClass kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>A setting as it is shown; its values are masked where nobody should read them.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Yours">Somebody's value; null for a new one.</param>
/// <param name="TakenOut">It goes back to the default.</param>
public sealed record RebaseRow(RebasedSetting Setting, string? Yours, bool TakenOut)
{
    private const int Longest = 160;

    /// <summary>The value that applies then.</summary>
    public string? Becomes => Setting.Class == SettingClass.New || TakenOut ? Setting.NewDefault : Yours;

    /// <summary>A value in one line, cut when it is long; a dash for none.</summary>
    public static string Short(string? value)
    {
        var line = string.Join(' ', (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return value is null ? "–" : line.Length == 0 ? "(empty)" : line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
