using System.Text.Json.Serialization;

namespace Racklight.Deploys.Findings;

/// <summary>SARIF 2.1.0 (OASIS, 2020): what code scanning of GitHub and others reads.</summary>
internal static class Sarif
{
    /// <summary>The log of one run of one check.</summary>
    public static SarifLog Of(FindingReport report)
    {
        var rules = report.Findings.GroupBy(static finding => finding.Rule, StringComparer.Ordinal)
            .Select(static group => new SarifRule(group.Key, new SarifText(group.First().Why ?? group.Key))).ToList();
        var driver = new SarifDriver("racklight", rules);
        return new SarifLog([new SarifRun(new SarifTool(driver), [.. report.Findings.Select(Result)])]);
    }

    private static SarifResult Result(Finding finding) => new(
        finding.Rule,
        finding.Severity == Severity.Error ? "error" : "warning",
        new SarifText(finding.Instead is null ? finding.Message : $"{finding.Message}. Instead: {finding.Instead}"),
        [new SarifLocation(new SarifPlace(new SarifFile(Uri(finding.File)), new SarifRegion(Math.Max(1, finding.Line), Math.Max(1, finding.Column))))]);

    // §3.4.3: a relative URI; a blank or a percent sign in a name must not be read as one.
    private static string Uri(string path) => string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
}

/// <summary>The log.</summary>
internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs)
{
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "https://json.schemastore.org/sarif-2.1.0.json";

    public string Version { get; init; } = "2.1.0";
}

/// <summary>One run.</summary>
internal sealed record SarifRun(SarifTool Tool, IReadOnlyList<SarifResult> Results)
{
    /// <summary>Columns count UTF-16 units, as everywhere in Racklight.</summary>
    public string ColumnKind { get; init; } = "utf16CodeUnits";
}

/// <summary>The tool.</summary>
internal sealed record SarifTool(SarifDriver Driver);

/// <summary>The tool's name and rules.</summary>
internal sealed record SarifDriver(string Name, IReadOnlyList<SarifRule> Rules);

/// <summary>A rule.</summary>
internal sealed record SarifRule(string Id, SarifText ShortDescription);

/// <summary>A text.</summary>
internal sealed record SarifText(string Text);

/// <summary>A finding.</summary>
internal sealed record SarifResult(string RuleId, string Level, SarifText Message, IReadOnlyList<SarifLocation> Locations);

/// <summary>A place.</summary>
internal sealed record SarifLocation(SarifPlace PhysicalLocation);

/// <summary>A place in a file.</summary>
internal sealed record SarifPlace(SarifFile ArtifactLocation, SarifRegion Region);

/// <summary>A file.</summary>
internal sealed record SarifFile(string Uri);

/// <summary>Where in the file.</summary>
internal sealed record SarifRegion(int StartLine, int StartColumn);
