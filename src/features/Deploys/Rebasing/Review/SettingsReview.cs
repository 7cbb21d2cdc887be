using System.Text;
using Racklight.Releases;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing.Review;

/// <summary>A re-base of a site's settings with somebody's choices: what is shown, and what can be taken along.</summary>
internal sealed class SettingsReview
{
    private readonly SiteSettings _file;
    private readonly GlobalsRebase _rebase;
    private readonly HashSet<string> _takenOut;
    private readonly HiddenValues _mine;
    private readonly HiddenValues _result;

    private SettingsReview(SiteSettings file, GlobalsRebase rebase, Series from, Series to, IReadOnlyCollection<string> takeOut)
    {
        (_file, _rebase, From, To) = (file, rebase, from, to);
        _takenOut = [.. rebase.Settings.Where(setting => setting.Class != SettingClass.New && takeOut.Contains(setting.Key)).Select(static setting => setting.Key)];
        Text = rebase.Write(_takenOut);
        (_mine, _result) = (HiddenValues.Of(file.Text), HiddenValues.Of(Text));
    }

    /// <summary>The old release.</summary>
    public Series From { get; }

    /// <summary>The new one.</summary>
    public Series To { get; }

    /// <summary>The settings with their classes.</summary>
    public IReadOnlyList<RebasedSetting> Settings => _rebase.Settings;

    /// <summary>The file as it becomes.</summary>
    public string Text { get; }

    /// <summary>Settings that hold a secret in plaintext: while there are any, no file with values is handed out.</summary>
    public IReadOnlyList<string> Open => [.. _mine.Open.Union(_result.Open)];

    /// <summary>The change as a patch; names are relative to the site.</summary>
    public string Patch => PatchText.Of(_file.Path, _file.Text, Text);

    /// <summary>The choices.</summary>
    public ReviewFile Choices => new()
    {
        From = From.Name,
        To = To.Name,
        Before = ReviewFile.DigestOf(_file.Bytes),
        After = ReviewFile.DigestOf(Encoding.UTF8.GetBytes(Text)),
        TakeOut = [.. Settings.Where(setting => IsTakenOut(setting.Key)).Select(static setting => setting.Key)],
    };

    /// <summary>Re-bases.</summary>
    /// <exception cref="ProblemException">The file or a sample is no YAML mapping, or the releases are the wrong way round.</exception>
    public static SettingsReview Of(SiteSettings file, KollaSample old, KollaSample fresh, Series from, Series to, IReadOnlyCollection<string> takeOut)
    {
        if (to.Index < from.Index) throw new ProblemException($"{to} is older than {from}", "exchange the two releases");
        try
        {
            return new SettingsReview(file, GlobalsRebase.Of(old.Globals, file.Text, fresh.Globals, from, to), from, to, takeOut);
        }
        catch (YamlPartsException e)
        {
            throw new ProblemException(new Problem(e.Fault.Message) { File = file.Path, Line = e.Fault.Mark.Line, Column = e.Fault.Mark.Column, Hint = e.Fault.Hint });
        }
    }

    /// <summary>True when a setting goes back to the default.</summary>
    public bool IsTakenOut(string key) => _takenOut.Contains(key);

    /// <summary>Somebody's value as it may be shown.</summary>
    public string? Yours(RebasedSetting setting) => setting.Class == SettingClass.New ? null : _mine.Show(setting.Former ?? setting.Key);

    /// <summary>What differs, as it may be shown: signs and lines; null between two places.</summary>
    public IEnumerable<(char Sign, string Line)?> Difference()
    {
        var first = true;
        foreach (var hunk in LineDiff.Hunks(LineDiff.Of(LineDiff.Lines(_file.Text), LineDiff.Lines(Text))))
        {
            if (!first) yield return null;
            first = false;
            foreach (var line in hunk) yield return (line.Sign, (line.Sign == '+' ? _result.Lines[line.After] : _mine.Lines[line.Before]).TrimEnd('\r', '\n'));
        }
    }
}
