using Racklight.Releases;
using Racklight.Tests.Releases;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Yaml;

public sealed class YamlBlocksTests
{
    [Fact]
    public void Blocks_in_a_row_are_the_file_for_every_sample()
    {
        foreach (var series in Series.All)
        {
            foreach (var name in new[] { "globals.yml", "passwords.yml" })
            {
                var text = KollaData.Text(series, name);
                var blocks = YamlBlocks.Read(text);
                YamlBlocks.Write(blocks).ShouldBe(text);
                string.Join(' ', blocks.Where(static block => block.Kind is YamlBlockKind.Entry or YamlBlockKind.Default).Select(static block => block.Key!).Distinct().Order(StringComparer.Ordinal))
                    .ShouldBe(string.Join(' ', (name == "globals.yml" ? ReleaseNames.KollaSettings : ReleaseNames.KollaSecrets).Of(series)), $"{series} {name}");
            }
        }
        var osa = File.ReadAllText(KollaData.Osa("user_secrets.yml"));
        YamlBlocks.Write(YamlBlocks.Read(osa)).ShouldBe(osa);
    }

    [Fact]
    public void A_commented_value_of_several_lines_is_one_block_and_reads_as_if_it_were_set()
    {
        var blocks = YamlBlocks.Read("#endpoints:\n#  - host1:port1\n#  - host2:port2\n# Prose: with a colon.\n#flags: >-\n#  --one\n#  --two\n\n#alone:\n# prose\n");
        blocks.Select(static block => (block.Kind, block.Key)).ShouldBe([(YamlBlockKind.Default, "endpoints"), (YamlBlockKind.Comment, null), (YamlBlockKind.Default, "flags"), (YamlBlockKind.Blank, null), (YamlBlockKind.Default, "alone"), (YamlBlockKind.Comment, null)]);
        blocks[0].Meaning.ShouldBe(YamlMeaning.Of("[host1:port1, 'host2:port2']"));
        blocks[2].Meaning.ShouldBe(YamlMeaning.Of("--one --two"));
        blocks[4].Meaning.IsNull.ShouldBeTrue();
    }

    [Fact]
    public void Values_of_several_lines_belong_to_their_key()
    {
        const string text = "a:\n- 1\n# within\n- 2\nb: |\n  line\n\n  # not a comment\nc: 'one\n\n  two'   # said\nd: [1,\n 2]\ne: last";
        var blocks = YamlBlocks.Read(text);
        YamlBlocks.Write(blocks).ShouldBe(text);
        blocks.ShouldAllBe(static block => block.Kind == YamlBlockKind.Entry);
        blocks.Select(static block => block.Key).ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Theory]
    [InlineData("yes", "\"True\"", true)]
    [InlineData("'on'", "true", true)]
    [InlineData("no", "\"no\"", true)]
    [InlineData("no", "", false)]
    [InlineData("", "~", true)]
    [InlineData("\"\"", "", false)]
    [InlineData("10", "\"10\"", true)]
    [InlineData("12e4567", "12e4568", false)]
    [InlineData("0o17", "15", false)]
    [InlineData("[a, b]", "\n- a\n- \"b\"", true)]
    [InlineData("{a: yes}", "\n  a: true", true)]
    [InlineData("\"{{ a }}\"", "'{{ a }}'", true)]
    [InlineData("!vault x", "x", false)]
    public void Values_are_compared_by_meaning(string one, string other, bool same) => (YamlMeaning.Of(one) == YamlMeaning.Of(other)).ShouldBe(same);

    [Fact]
    public void A_file_laid_over_its_own_sample_is_itself()
    {
        foreach (var series in Series.All)
        {
            var text = KollaData.Text(series, "globals.yml");
            var blocks = YamlBlocks.Read(text);
            var entries = blocks.Where(static block => block.Kind == YamlBlockKind.Entry).ToDictionary(static block => block.Key!, static block => block.Text);
            new YamlOverlay(blocks, blocks, text.Split('\n').ToHashSet()).Write(entries).ShouldBe(text, series.Name);
        }
    }

    [Fact]
    public void Comments_that_their_writer_added_go_along()
    {
        const string sample = "# A.\n#a: 1\n\n# B.\n#b: 1\n\n#c: 1\n";
        const string fresh = "# A, reworded.\n#a: 2\n\n# New.\n#n: 1\n\n# B.\n#b: 1\n";
        const string mine = "# mine, top\n\n# A.\n#a: 1\n\n# B.\n# because of Bob\nb: 2  # not 3\n# ours alone\ncustom: x\n\n# loose end\n\n#c: 1\n";
        var blocks = YamlBlocks.Read(mine);
        var entries = blocks.Where(static block => block.Kind == YamlBlockKind.Entry).ToDictionary(static block => block.Key!, static block => block.Text);
        new YamlOverlay(blocks, YamlBlocks.Read(fresh), (sample + fresh).Split('\n').ToHashSet()).Write(entries)
            .ShouldBe("# mine, top\n# A, reworded.\n#a: 2\n\n# New.\n#n: 1\n\n# B.\n# because of Bob\nb: 2  # not 3\n# ours alone\ncustom: x\n# loose end\n");
    }
}
