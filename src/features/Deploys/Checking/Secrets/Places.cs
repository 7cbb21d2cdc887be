using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Secrets;

/// <summary>Turns an index into a text into a line and a column.</summary>
internal static class Places
{
    /// <summary>The place of a character.</summary>
    public static YamlMark Of(ReadOnlySpan<char> text, int index)
    {
        var before = text[..index];
        return new YamlMark(before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
