using Racklight.Templates;

namespace Racklight.Answers.Lint;

/// <summary>Makes problems that point into the templates, not into what they rendered to: that is what somebody can edit.</summary>
internal static class Places
{
    public static Problem Problem(string message, TemplatePlace? place, string? hint, Severity severity, IEnumerable<TemplateSource> sources)
    {
        var source = sources.FirstOrDefault(source => source.Name == place?.Name)?.Text.Split('\n').ElementAtOrDefault((place?.Line ?? 0) - 1)?.TrimEnd('\r');
        return new Problem(message)
        {
            Severity = severity,
            File = place?.Name,
            Line = place?.Line ?? 0,
            Column = place?.Column ?? 0,
            Source = source is null ? null : new string([.. source.Take(160).Select(static c => char.IsControl(c) ? ' ' : c)]),
            Hint = hint,
        };
    }
}
