using System.CommandLine;
using Racklight.App.CommandLine;
using Spectre.Console;

namespace Racklight.Deploys.Findings;

/// <summary>The forms in which findings are printed.</summary>
internal enum FindingFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For both.</summary>
    Yaml,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>GitLab's code quality report.</summary>
    CodeQuality,
}

/// <summary>Prints what a check found.</summary>
internal static class FindingOutput
{
    private const string Names = "table, json, yaml, sarif or codequality";

    /// <summary><c>-o table|json|yaml|sarif|codequality</c>.</summary>
    public static Option<FindingFormat> Option() => new("--output", "-o")
    {
        Description = $"How to print the findings: {Names} (if not given: table)",
        HelpName = "table|json|yaml|sarif|codequality",
        CustomParser = static result =>
        {
            if (Enum.TryParse<FindingFormat>(result.Tokens[0].Value, ignoreCase: true, out var format) && Enum.IsDefined(format) && !char.IsAsciiDigit(result.Tokens[0].Value[0])) return format;
            result.AddError($"-o {result.Tokens[0].Value}: want {Names}");
            return FindingFormat.Table;
        },
    };

    /// <summary>Prints them, and gives the exit code: 1 when an error is among them.</summary>
    public static int Write(FindingFormat format, FindingReport report)
    {
        switch (format)
        {
            case FindingFormat.Sarif:
                Console.Out.WriteLine(Print.Json(Sarif.Of(report), FindingsJson.Default.SarifLog));
                break;
            case FindingFormat.CodeQuality:
                Console.Out.WriteLine(Print.Json(CodeQuality.Of(report), FindingsJson.Default.IReadOnlyListCodeQualityIssue));
                break;
            case FindingFormat.Table:
                foreach (var finding in report.Findings) WriteFinding(finding);
                Console.Out.WriteLine(Summary(report));
                break;
            default:
                Print.Result(format == FindingFormat.Json ? OutputFormat.Json : OutputFormat.Yaml, report, FindingsJson.Default.FindingReport, static _ => new Text(""));
                break;
        }
        return report.Good ? ExitCodes.Done : ExitCodes.NotSo;
    }

    private static void WriteFinding(Finding finding)
    {
        var place = finding.Line == 0 ? finding.File : finding.Column == 0 ? $"{finding.File}:{finding.Line}" : $"{finding.File}:{finding.Line}:{finding.Column}";
        var number = finding.Number is { } n ? $"{n} " : "";
        Console.Out.WriteLine($"{place}: {(finding.Severity == Severity.Error ? "error" : "warning")} [{number}{finding.Rule}] {finding.Message}");
        if (finding.Why is not null) Console.Out.WriteLine($"    why: {finding.Why}");
        if (finding.Instead is not null) Console.Out.WriteLine($"    instead: {finding.Instead.ReplaceLineEndings("\n             ")}");
    }

    private static string Summary(FindingReport report)
    {
        var errors = report.Findings.Count(static finding => finding.Severity == Severity.Error);
        var warnings = report.Findings.Count - errors;
        var looked = $"{report.Files:N0} {(report.Files == 1 ? "file" : "files")} looked at";
        return report.Findings.Count == 0 ? $"nothing found; {looked}"
            : $"{errors} {(errors == 1 ? "error" : "errors")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}; {looked}";
    }
}
