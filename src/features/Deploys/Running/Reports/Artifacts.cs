using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Redaction;

namespace Racklight.Deploys.Running.Reports;

/// <summary>What a run leaves behind besides its logs. Made from the journal and the logs alone, so a run that was killed gets its artifacts later.</summary>
internal static class Artifacts
{
    private const long LargestCopy = 4 << 20;
    private const int MostCopies = 500;

    /// <summary>What is as it is at the run's beginning: the inventory and the versions of the tools.</summary>
    public static async Task BeginAsync(RunContext context)
    {
        CopyInventory(context);
        if (!File.Exists(context.Run.VersionsFile)) DurableFile.Write(context.Run.VersionsFile, await ToolVersions.ReadAsync(context.Spec, context.Secrets.Automaton));
    }

    /// <summary>Steps, exit codes and times as JSON, JUnit and HTML.</summary>
    public static async Task EndAsync(RunDirectory run, RunProgress progress)
    {
        DurableFile.Write(run.ResultFile, App.CommandLine.Print.Json(ResultView.Of(progress), ReportsJson.Default.ResultView));
        DurableFile.Write(run.JUnitFile, JUnitReport.Write(run, progress));
        DurableFile.Write(run.ReportFile, await HtmlReport.WriteAsync(run, progress));
    }

    private static void CopyInventory(RunContext context)
    {
        var files = context.Spec.Inventories.SelectMany(static path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 }) : [path]);
        foreach (var file in files.Take(MostCopies))
        {
            var source = new FileInfo(file);
            if (!source.Exists || source.Length > LargestCopy || (source.LinkTarget is null && source.Attributes.HasFlag(FileAttributes.Device))) continue;
            var target = Path.Combine(context.Run.Inventory, Path.GetFullPath(file).TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            DurableFile.Write(target, LineRedactor.Hide(context.Secrets.Automaton, File.ReadAllText(file)));
        }
    }
}
