using Spectre.Console;

namespace Racklight.Deploys.Rebasing;

/// <summary>Asks about settings that want a look, one by one: keep yours, or go back to the default. Enter keeps.</summary>
internal static class RebaseReview
{
    private const string Keep = "keep yours";
    private const string Default = "take it out: the default applies";
    private const string KeepRest = "keep yours, here and in all that follow";

    /// <summary>The settings to take out.</summary>
    public static HashSet<string> Ask(IReadOnlyList<RebasedSetting> settings, IAnsiConsole console)
    {
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var setting in settings.Where(static setting => setting.Class is SettingClass.Redundant or SettingClass.Stale or SettingClass.Removed))
        {
            console.Write(new Text($"\n{setting.Key}: {setting.Note}\n  yours        {setting.Value}\n  old default  {setting.OldDefault ?? "(none)"}\n  new default  {setting.NewDefault ?? "(none)"}\n"));
            var answer = console.Prompt(new SelectionPrompt<string>().UseConverter(static choice => choice).AddChoices(Keep, Default, KeepRest));
            if (answer == Default) dropped.Add(setting.Key);
            if (answer == KeepRest) break;
        }
        return dropped;
    }
}
