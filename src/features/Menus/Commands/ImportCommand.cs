using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Menus.Import;
using Spectre.Console;

namespace Racklight.Menus.Commands;

/// <summary><c>racklight menu import netboot.xyz PATH|URL</c>.</summary>
internal static class ImportCommand
{
    public static Command Create() => new("import", "Turn other people's boot menus into entries") { NetbootXyz() };

    private static Command NetbootXyz()
    {
        var from = new Argument<string>("PATH|URL") { Description = "A checkout of netboot.xyz, or the URL of its repository (…/tree/REF) or of its raw files" };
        var into = new Option<string?>("--into") { Description = "Write the entries to this file of a site: menu/netboot.xyz.yaml", HelpName = "FILE" };
        var output = CommonOptions.Output();
        var command = new Command("netboot.xyz", "Import netboot.xyz's endpoints, releases and utilities; every record of them is accounted for") { from, into, output }
            .WithExamples(
                "racklight menu import netboot.xyz ~/netboot.xyz",
                "racklight menu import netboot.xyz https://github.com/netbootxyz/netboot.xyz --into menu/netboot.xyz.yaml",
                "racklight menu import netboot.xyz ~/netboot.xyz -o json | jq -r '.needsRecipe[] | \"\\(.id): \\(.reason)\"'");
        command.SetAction(async (parsed, token) =>
        {
            var (entries, report) = NetbootXyzImport.Run(await UpstreamSource.ReadAsync(parsed.GetValue(from)!, token));
            if (parsed.GetValue(into) is { } file)
            {
                Write(file, EntryYaml.Write(entries));
                report = report with { Into = file };
            }
            Print.Problems(report.Notes.Select(static note => new Problem(note) { Severity = Severity.Warning }));
            Print.Result(parsed.GetValue(output), report, MenusJson.Default.ImportReport, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Writes the file whole or not at all, and never over what a human wrote.</summary>
    private static void Write(string file, string text)
    {
        if (Directory.Exists(file)) throw new ProblemException($"{file} is a directory", Path.Combine(file, "netboot.xyz.yaml"));
        if (!file.EndsWith(".yaml", StringComparison.Ordinal)) throw new ProblemException($"{file} would not be read: files of menu/ end in .yaml", "menu/netboot.xyz.yaml");
        if (File.Exists(file) && !File.ReadLines(file).Take(1).Any(static line => line.StartsWith(EntryYaml.Mark, StringComparison.Ordinal)))
        {
            throw new ProblemException($"{file} was not written by an import: it stays as it is", "name another file");
        }
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory) Directory.CreateDirectory(directory);
        var unfinished = file + ".new";
        File.WriteAllText(unfinished, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(unfinished, file, overwrite: true);
    }

    private static Rows Table(ImportReport report)
    {
        var counts = Print.Table("endpoints", "files", "releases", "versions", "utilities", "entries", "imported", "need a recipe", "warnings");
        counts.AddRow([.. new[] { report.Endpoints, report.Files, report.Releases, report.Versions, report.Utilities, report.Entries, report.Imported.Count, report.NeedsRecipe.Count, report.Warnings.Count }.Select(static count => new Text(count.ToString(System.Globalization.CultureInfo.InvariantCulture)))]);
        var rest = Print.Table("record", "outcome", "why");
        foreach (var (outcome, records) in new[] { ("needs a recipe", report.NeedsRecipe), ("warning", report.Warnings) })
        {
            foreach (var record in records) rest.AddRow(new Text($"{record.Kind} {record.Id}"), new Text(outcome), new Text(record.Reason));
        }
        var end = new Text(report.Into is { } file ? $"\nwritten to {file}; check it: racklight site check" : "\nnothing was written: name a file with --into menu/netboot.xyz.yaml");
        return rest.Rows.Count > 0 ? new Rows(counts, Text.Empty, rest, end) : new Rows(counts, end);
    }
}
