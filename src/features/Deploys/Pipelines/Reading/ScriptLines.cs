using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>Splits an item of a script into commands with their places.</summary>
internal static class ScriptLines
{
    /// <summary>The commands of one text: comments and empty lines left out, lines that end in <c>\</c> joined.</summary>
    public static IEnumerable<CiLine> Of(PlacedNode node)
    {
        var lines = node.Text!.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            var text = lines[i];
            while (text.EndsWith('\\') && i + 1 < lines.Length) text = text[..^1] + lines[++i].TrimStart();
            text = text.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            yield return new CiLine(text, node.File, Mark(node, first, lines[first]));
        }
    }

    private static YamlMark Mark(PlacedNode node, int index, string text)
    {
        if (!node.IsBlock) return node.Mark;
        // The parser folds `>` and strips indents: the file's own lines are looked up to find the column.
        var number = node.Mark.Line + 1 + index;
        var line = node.File.Document.Line(number);
        var column = line?.IndexOf(text.Trim(), StringComparison.Ordinal) ?? -1;
        return column < 0 ? node.Mark : new YamlMark(number, column + 1);
    }
}
