using System.Xml;
using System.Xml.Linq;

namespace Racklight.Answers.Lint;

/// <summary>Reads XML that nobody trusts: bounded, no entities, nothing fetched.</summary>
internal static class XmlAnswer
{
    private const int Longest = 1 << 20;
    private const int Deepest = 64;

    /// <summary>The root, or null when it is not well-formed (and that is told).</summary>
    public static XElement? Read(string text, Findings findings)
    {
        if (Declaration(text) is { } at)
        {
            var before = text.AsSpan(0, at);
            findings.Error(before.Count('\n') + 1, at - before.LastIndexOf('\n'), "the document type names something outside or declares entities: an installer would fetch or expand it", "<!DOCTYPE …> with a name alone, or none");
            return null;
        }
        // Ignored, not processed: then an entity that is used is an error, and nothing is ever resolved.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = Longest, MaxCharactersFromEntities = 1024 };
        try
        {
            // XLinq builds its tree without bound; a document is measured before.
            using (var measure = XmlReader.Create(new StringReader(text), settings))
            {
                while (measure.Read())
                {
                    if (measure.Depth > Deepest) throw new XmlException($"elements are nested deeper than {Deepest}", null, ((IXmlLineInfo)measure).LineNumber, ((IXmlLineInfo)measure).LinePosition);
                }
            }
            using var reader = XmlReader.Create(new StringReader(text), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException e)
        {
            // The reader ends its sentences with the place, which is told apart.
            var message = e.Message.Split(" Line ", 2)[0].TrimEnd('.');
            findings.Error(Math.Max(1, e.LineNumber), Math.Max(1, e.LinePosition), $"this is not well-formed XML: {message}", message.Contains("undeclared entity", StringComparison.Ordinal) ? "write & as &amp;, or use | e" : null);
            return null;
        }
    }

    public static (int Line, int Column) At(XObject node) => node is IXmlLineInfo info && info.HasLineInfo() ? (info.LineNumber, Math.Max(1, info.LinePosition - (node is XElement ? 1 : 0))) : (1, 1);

    public static void Error(this Findings findings, XObject node, string message, string? hint = null)
    {
        var (line, column) = At(node);
        findings.Error(line, column, message, hint);
    }

    public static void Warn(this Findings findings, XObject node, string message, string? hint = null)
    {
        var (line, column) = At(node);
        findings.Warn(line, column, message, hint);
    }

    private static int? Declaration(string text)
    {
        var at = text.IndexOf("<!DOCTYPE", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var end = text.AsSpan(at).IndexOfAny('>', '[');
        var inside = end < 0 ? text.AsSpan(at) : text.AsSpan(at, end + 1);
        return inside.EndsWith("[") || inside.Contains("SYSTEM", StringComparison.Ordinal) || inside.Contains("PUBLIC", StringComparison.Ordinal) ? at : null;
    }
}
