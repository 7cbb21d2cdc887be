using Racklight.App.CommandLine;
using Racklight.Secrets.Merging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Deploys.Rebasing;

/// <summary>A re-base for people: what wants a look first, what just goes on in one line.</summary>
internal static class RebaseTable
{
    private const int ShownNames = 12;

    /// <summary>The report as text.</summary>
    public static Rows Of(RebaseReport report)
    {
        var rows = new List<IRenderable> { new Text($"{report.From} > {report.To}  (samples: {report.OldSample}, {report.NewSample})") };
        var told = report.Settings.Where(static setting => setting.Class is not (SettingClass.Keep or SettingClass.New)).ToList();
        if (told.Count > 0)
        {
            var table = Print.Table("setting", "class", "yours", "old default", "new default", "");
            foreach (var setting in told) table.AddRow(new Text(setting.Key), new Text(setting.Class.ToString().ToUpperInvariant()), new Text(Short(setting.Value)), new Text(Short(setting.OldDefault)), new Text(Short(setting.NewDefault)), new Text(setting.Note + (report.Dropped.Contains(setting.Key) ? "; taken out" : "")));
            rows.Add(table);
        }
        rows.Add(new Text($"globals.yml: {Count(report, SettingClass.Keep)} kept, {told.Count} to look at, {Count(report, SettingClass.New)} new: {Names([.. report.Settings.Where(static setting => setting.Class == SettingClass.New).Select(static setting => setting.Key)])}"));
        foreach (var note in report.Inventory ?? []) rows.Add(new Text($"inventory: [{note.Group}] {note.Note}"));
        if (report.Passwords is { } passwords)
        {
            var fresh = passwords.Keys.Where(static key => key.Origin is MergeOrigin.New or MergeOrigin.Empty or MergeOrigin.FromRedis).Select(static key => key.Key).ToList();
            rows.Add(new Text($"passwords.yml: {passwords.Keys.Count(static key => key.Origin == MergeOrigin.Old)} kept, {fresh.Count} not in use before: {Names(fresh)}"));
            rows.Add(new Text($"               {passwords.Made.Count} made, {passwords.Empty.Count} empty: {Names(passwords.Empty)}"));
        }
        rows.Add(new Text(report.Written.Count > 0 ? "written: " + string.Join(", ", report.Written) : "nothing was written"));
        return new Rows(rows);
    }

    private static int Count(RebaseReport report, SettingClass wanted) => report.Settings.Count(setting => setting.Class == wanted);

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Take(ShownNames)) + (names.Count > ShownNames ? $" and {names.Count - ShownNames} more (-o json)" : "");

    private static string Short(string? value)
    {
        var line = (value ?? "").ReplaceLineEndings(" ");
        return line.Length <= 40 ? line : line[..37] + "...";
    }
}
