using System.Globalization;
using System.Text;
using System.Xml;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using Racklight.State;

namespace Racklight.Deploys.Running.Reports;

/// <summary>A run as JUnit XML, which every CI server draws: a step is a test case, a hop a suite.</summary>
internal static class JUnitReport
{
    private const int TailLines = 200;

    /// <summary>Writes the report.</summary>
    public static string Write(RunDirectory run, RunProgress progress)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            Totals(xml, progress.Steps);
            foreach (var group in progress.Steps.GroupBy(static step => step.Step.Group))
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", group.Key is null ? progress.Spec.Cloud : $"{progress.Spec.Cloud} {group.Key}");
                xml.WriteAttributeString("timestamp", progress.Spec.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
                Totals(xml, [.. group]);
                foreach (var step in group) Case(xml, run, progress, step);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return text.Append('\n').ToString();
    }

    private static void Totals(XmlWriter xml, IReadOnlyList<StepProgress> steps)
    {
        xml.WriteAttributeString("tests", steps.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", steps.Count(IsFailure).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", steps.Count(IsSkipped).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(steps.Sum(static step => (step.Ended - step.Started)?.TotalSeconds ?? 0)));
    }

    private static void Case(XmlWriter xml, RunDirectory run, RunProgress progress, StepProgress step)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "deploy." + progress.Spec.Cloud);
        xml.WriteAttributeString("name", step.Step.Name);
        xml.WriteAttributeString("time", Seconds((step.Ended - step.Started)?.TotalSeconds ?? 0));
        if (IsFailure(step))
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Clean(step.Message ?? step.State.ToString().ToLowerInvariant()));
            xml.WriteString(Clean(string.Join('\n', LogFiles.Tail(run.LogOf(progress.Spec, step.Step.Name), TailLines).Select(static line => line.Text))));
            xml.WriteEndElement();
        }
        else if (IsSkipped(step))
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean(step.Message ?? (progress.State == DeployState.Waiting ? "not yet run" : "not run")));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static bool IsFailure(StepProgress step) => step.State is StepState.Failed or StepState.Cancelled or StepState.Interrupted;

    private static bool IsSkipped(StepProgress step) => step.State is StepState.Pending or StepState.Skipped or StepState.Waiting;

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Leaves out what XML 1.0 cannot hold at all.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value;
            clean.Append(value is 9 or 10 or 13 || (value >= 32 && value is not (0xFFFE or 0xFFFF)) ? rune.ToString() : "\ufffd");
        }
        return clean.ToString();
    }
}
