using System.Text.Json;
using Racklight.App.CommandLine;
using Racklight.Deploys.Findings;

namespace Racklight.Tests.Deploys.Checking;

public class FindingOutputTests
{
    private static readonly FindingReport Report = FindingReport.Of(3,
    [
        new Finding("password", "a b/ü.yml", "the value lies open") { Line = 4, Column = 7, Why = "why", Instead = "vault it" },
        new Finding("password", "a b/ü.yml", "the value lies open") { Line = 9, Column = 7, Severity = Severity.Warning },
    ]);

    [Fact]
    public void SARIF_has_what_code_scanning_asks_for()
    {
        var log = JsonDocument.Parse(Print.Json(Sarif.Of(Report), FindingsJson.Default.SarifLog)).RootElement;
        log.GetProperty("version").GetString().ShouldBe("2.1.0");
        var run = log.GetProperty("runs")[0];
        run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("id").GetString().ShouldBe("password");
        var result = run.GetProperty("results")[0];
        result.GetProperty("level").GetString().ShouldBe("error");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("a%20b/%C3%BC.yml");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(4);
    }

    [Fact]
    public void GitLabs_report_has_a_fingerprint_for_each_that_a_moved_line_does_not_change()
    {
        var issues = CodeQuality.Of(Report);
        issues.Select(static issue => issue.Fingerprint).ShouldBeUnique();
        issues.Select(static issue => issue.Severity).ShouldBe(["critical", "minor"]);
        var moved = CodeQuality.Of(FindingReport.Of(3, Report.Findings.Select(static finding => finding with { Line = finding.Line + 10 })));
        moved.Select(static issue => issue.Fingerprint).ShouldBe(issues.Select(static issue => issue.Fingerprint));
        JsonDocument.Parse(Print.Json(issues, FindingsJson.Default.IReadOnlyListCodeQualityIssue)).RootElement[0].GetProperty("check_name").GetString().ShouldBe("password");
    }
}
