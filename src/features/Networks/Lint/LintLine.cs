using System.Collections.Frozen;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Networks.Lint;

/// <summary>A finding, as it is printed.</summary>
/// <param name="Id">Which kind: <c>dangling-goto</c>.</param>
/// <param name="Severity">error, warning or info.</param>
/// <param name="File">The script.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Why">What is wrong.</param>
/// <param name="Suggestion">What to write instead.</param>
internal sealed record LintLine(string Id, string Severity, string File, int Line, int Column, string Text, string Why, string Suggestion)
{
    [JsonIgnore]
    public IpxeSeverity Level { get; init; }

    /// <summary>Checks scripts together: a variable that one sets is set for the others.</summary>
    public static IReadOnlyList<LintLine> Check(IReadOnlyList<ScriptFile> files, IpxeCapabilities capabilities)
    {
        var set = files.SelectMany(static file => IpxeLint.VariablesSetBy(file.Text)).ToFrozenSet(StringComparer.Ordinal);
        return [.. files.SelectMany(file => IpxeLint.Check(file.Text, capabilities, set).Select(finding => Of(file.Name, finding)))];
    }

    public static IRenderable Table(IReadOnlyList<LintLine> lines)
    {
        var table = Print.Table("place", "severity", "finding", "why", "try");
        foreach (var line in lines)
        {
            table.AddRow(
                new Text($"{line.File}:{line.Line}:{line.Column}"),
                new Text(line.Severity, new Style(line.Level switch { IpxeSeverity.Error => Color.Red, IpxeSeverity.Warning => Color.Yellow, _ => Color.Grey })),
                new Text(line.Id),
                new Text(Clean(line.Why)),
                new Text(Clean(line.Suggestion)));
        }
        return table;
    }

    public static string Summary(int files, IReadOnlyList<LintLine> lines, IpxeCapabilities capabilities)
    {
        int Count(IpxeSeverity severity) => lines.Count(line => line.Level == severity);
        return $"{files} script{(files == 1 ? "" : "s")} for {capabilities}: {Count(IpxeSeverity.Error)} errors, {Count(IpxeSeverity.Warning)} warnings, {Count(IpxeSeverity.Info)} remarks";
    }

    private static LintLine Of(string file, IpxeFinding finding)
        => new(finding.Id, IpxeFinding.IdOf(finding.Severity), file, finding.Line, finding.Column, finding.Text, finding.Why, finding.Suggestion) { Level = finding.Severity };

    /// <summary>A foreign script's bytes must not reach the terminal as commands.</summary>
    private static string Clean(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));
}

/// <summary>Source-generated JSON of the findings.</summary>
[JsonSerializable(typeof(IReadOnlyList<LintLine>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
internal sealed partial class LintJson : JsonSerializerContext;
