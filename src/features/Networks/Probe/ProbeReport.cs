using System.Text.Json.Serialization;
using Racklight.App;
using Racklight.App.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Networks.Probe;

/// <summary>What <c>network probe</c> found.</summary>
/// <param name="Answers">Every answer.</param>
/// <param name="Stories">What each kind of machine would do, a sentence each.</param>
/// <param name="Findings">What would break a boot or may do harm.</param>
internal sealed record ProbeReport(IReadOnlyList<ProbeLine> Answers, IReadOnlyList<string> Stories, IReadOnlyList<ProbeFinding> Findings)
{
    /// <summary>0 when every kind of machine that is answered would boot.</summary>
    [JsonIgnore]
    public int ExitCode => Answers.Count == 0 || Findings.Any(finding => finding.Breaks) ? ExitCodes.NotSo : ExitCodes.Done;

    /// <summary>Makes the report.</summary>
    public static ProbeReport Of(IReadOnlyList<ClientAnswers> answers) => new(
        [.. answers.SelectMany(Lines)], [.. answers.Where(one => one.Offers.Count > 0).Select(one => one.Story())], ProbeDiagnosis.Of(answers));

    public static IRenderable Table(ProbeReport report)
    {
        var parts = new List<IRenderable>();
        if (report.Answers.Count > 0)
        {
            var table = Print.Table("asked as", "server", "kind", "address", "next server", "boot file", "options");
            foreach (var line in report.Answers)
            {
                table.AddRow(new Text(line.AskedAs), new Text(line.Server), new Text(line.Kind), new Text(line.Address), new Text(line.NextServer), new Text(line.BootFile), new Text(line.Options));
            }
            parts.Add(table);
            parts.Add(Text.Empty);
            parts.AddRange(report.Stories.Select(story => new Text(story)));
            parts.Add(Text.Empty);
        }
        foreach (var finding in report.Findings)
        {
            parts.Add(new Text($"{(finding.Breaks ? "breaks" : "beware")}: {finding.Message} ({finding.Name})"));
            parts.Add(new Text($"    try: {finding.Hint}"));
        }
        if (report.Findings.Count == 0) parts.Add(new Text("Nothing here would break a boot."));
        return new Rows(parts);
    }

    private static IEnumerable<ProbeLine> Lines(ClientAnswers one)
    {
        foreach (var offer in one.Offers) yield return ProbeLine.Of(offer, fromBootServer: false);
        if (one.BootServer is { } bootServer) yield return ProbeLine.Of(bootServer, fromBootServer: true);
    }
}
