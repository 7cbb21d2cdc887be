using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Racklight.Deploys.Findings;

/// <summary>GitLab's code quality report: the subset of Code Climate's format that a merge request's widget reads.</summary>
internal static class CodeQuality
{
    public static IReadOnlyList<CodeQualityIssue> Of(FindingReport report)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. report.Findings.Select(finding => Issue(finding, seen))];
    }

    private static CodeQualityIssue Issue(Finding finding, Dictionary<string, int> seen)
    {
        // Without the line: what only moved is the same issue. Equal ones in one file are told apart by their order.
        var identity = $"{finding.Rule}\0{finding.File}\0{finding.Message}";
        var occurrence = seen[identity] = seen.GetValueOrDefault(identity) + 1;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{identity}\0{occurrence}")));
        return new CodeQualityIssue(
            finding.Instead is null ? finding.Message : $"{finding.Message}. Instead: {finding.Instead}",
            finding.Rule,
            Convert.ToHexStringLower(digest),
            finding.Severity == Severity.Error ? "critical" : "minor",
            new CodeQualityLocation(finding.File, new CodeQualityLines(Math.Max(1, finding.Line))));
    }
}

/// <summary>One issue of the report.</summary>
internal sealed record CodeQualityIssue(
    string Description,
    [property: JsonPropertyName("check_name")] string CheckName,
    string Fingerprint,
    string Severity,
    CodeQualityLocation Location);

/// <summary>Where an issue is.</summary>
internal sealed record CodeQualityLocation(string Path, CodeQualityLines Lines);

/// <summary>The line that an issue begins on.</summary>
internal sealed record CodeQualityLines(int Begin);
