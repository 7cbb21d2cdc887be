using CsCheck;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Yaml;

public sealed class YamlBlocksPropertyTests
{
    private static readonly Gen<string> Line = OneOf("# prose", "#a: 1", "#a:", "#  - x", "#- x", "#", "", "   ", "---", "#b: |", "#   deep", "# NOTE: x", "##", "#c: 'open", "#_d: {");

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    [Fact]
    public void Any_run_of_comments_and_entries_is_the_blocks_in_a_row()
        => Gen.Select(Line.Array[0, 12], OneOf("k: v", "k:", "k:\n- 1", "k: |\n  x\n\n  y", "k: 'a\n\n  b'  # c"), Line.Array[0, 12], OneOf("\n", "\r\n"), Gen.Bool).Sample((above, entry, below, end, last) =>
        {
            // A marker of documents below an entry would end the one that is edited.
            var text = string.Join(end, above.Where(static line => line != "---").Concat(entry.Split('\n')).Concat(below.Where(static line => line != "---"))) + (last ? end : "");
            var blocks = YamlBlocks.Read(text);
            YamlBlocks.Write(blocks).ShouldBe(text);
            blocks.Count(static block => block.Kind == YamlBlockKind.Entry).ShouldBe(1);
        }, iter: 2000);
}
