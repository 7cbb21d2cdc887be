using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>A file of a site as read: its record, and where in the text each value stands.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="Path">Relative to the site, with <c>/</c>.</param>
/// <param name="Name">What the file describes: its name without folder and ending.</param>
/// <param name="Document">The text with positions.</param>
/// <param name="Value">The record of all that was right; null when that makes no whole. Its faults are told already.</param>
public sealed record SourceFile<T>(string Path, string Name, YamlDocument Document, T? Value) where T : class
{
    /// <summary>The keys that lead to it, when the file describes several; else none.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>A problem with the value at a path of keys.</summary>
    public Problem At(ReadOnlySpan<string> keys, string message, string? hint = null, Severity severity = Severity.Error)
        => Made(Document.At([.. Prefix, .. keys]), message, hint, severity);

    /// <summary>A problem with a key itself.</summary>
    public Problem AtKey(ReadOnlySpan<string> keys, string message, string? hint = null, Severity severity = Severity.Error)
        => Made(Document.AtKey([.. Prefix, .. keys]), message, hint, severity);

    /// <summary>A problem with an item of a list, found by its text: items that were wrong are not in the record, so places differ.</summary>
    /// <param name="keys">The list.</param>
    /// <param name="text">The item.</param>
    /// <param name="occurrence">Which of several equal items, from 0.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="hint">What to try.</param>
    /// <param name="severity">How bad it is.</param>
    public Problem AtItem(ReadOnlySpan<string> keys, string text, int occurrence, string message, string? hint = null, Severity severity = Severity.Error)
    {
        var node = Document.Root;
        foreach (var key in (ReadOnlySpan<string>)[.. Prefix, .. keys]) node = (node as YamlMapping)?.Find(key)?.Value;
        var item = (node as YamlSequence)?.Items.OfType<YamlScalar>().Where(scalar => scalar.Text == text).ElementAtOrDefault(occurrence);
        return Made(item?.Mark ?? Document.At([.. Prefix, .. keys]), message, hint, severity);
    }

    /// <summary>A problem found while the text was read.</summary>
    public Problem Of(YamlFault fault) => Made(fault.Mark, fault.Message, fault.Hint, Severity.Error);

    private Problem Made(YamlMark mark, string message, string? hint, Severity severity) => new(message)
    {
        Severity = severity,
        File = Path,
        Line = mark.Line,
        Column = mark.Column,
        Source = Document.Line(mark.Line),
        Hint = hint,
    };
}
