using Racklight.Templates;

namespace Racklight.Answers.Lint;

/// <summary>The linters, by format.</summary>
internal static class AnswerLint
{
    private static readonly Dictionary<string, IAnswerLint> Linters = new(StringComparer.Ordinal)
    {
        ["kickstart"] = new KickstartLint(),
        ["preseed"] = new PreseedLint(),
        ["autoinstall"] = new AutoinstallLint(),
        ["cloud-init"] = new CloudInitLint(),
        ["autoyast"] = new AutoYastLint(),
        ["ignition"] = new IgnitionLint(),
        ["esxi"] = new EsxiLint(),
        ["xcp-ng"] = new XcpNgLint(),
    };

    /// <summary>All that is wrong with a text of a format.</summary>
    public static IReadOnlyList<Finding> Check(string format, string text)
    {
        var findings = new Findings();
        if (text.Contains('\0', StringComparison.Ordinal)) findings.Error(1, 1, "the answer holds a NUL character", "remove it");
        else if (Linters.TryGetValue(format, out var linter)) linter.Check(text, findings);
        return [.. findings.All.OrderBy(static finding => finding.Line).ThenBy(static finding => finding.Column)];
    }

    /// <summary>As problems at the places in the templates that wrote the text.</summary>
    public static IEnumerable<Problem> Check(string format, RenderedTemplate rendered, IReadOnlyCollection<TemplateSource> sources)
        => Check(format, rendered.Text).Select(finding => Places.Problem(finding.Message, rendered.OriginOf(finding.Line, finding.Column) ?? new TemplatePlace(sources.First().Name, 1, 1), finding.Hint, finding.Severity, sources)).Distinct();
}
