using Racklight.Yaml;

namespace Racklight.Tests.Yaml;

public class YamlForeignTests
{
    private static readonly YamlLimits Foreign = new() { Foreign = true };

    [Fact]
    public void Tags_are_kept_and_aliases_stand_for_their_anchor()
    {
        var root = Read("a: &x !vault text\nb: *x\nc: [!reference [.job, script]]\n");
        ((YamlScalar)root.Find("b")!.Value).Text.ShouldBe("text");
        root.Find("b")!.Value.Tag.ShouldBe("!vault");
        ((YamlSequence)root.Find("c")!.Value).Items[0].Tag.ShouldBe("!reference");
    }

    [Fact]
    public void A_merge_key_gives_what_is_not_written_and_the_first_of_several_wins()
    {
        var root = Read("one: &one { a: 1, b: 1 }\ntwo: &two { b: 2, c: 2 }\nall:\n  <<: [*one, *two]\n  a: 0\n");
        var all = (YamlMapping)root.Find("all")!.Value;
        all.Entries.ToDictionary(static entry => entry.Key.Text, static entry => ((YamlScalar)entry.Value).Text).OrderBy(static pair => pair.Key).Select(static pair => pair.Key + pair.Value).ShouldBe(["a0", "b1", "c2"]);
    }

    [Fact]
    public void An_alias_to_nothing_is_a_fault_with_its_place()
        => YamlReader.Read("a: *gone\n", Foreign).Faults.ShouldHaveSingleItem().Mark.ShouldBe(new YamlMark(1, 4));

    [Fact]
    public void Aliases_count_what_they_stand_for()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat("bcdefgh".Select(static (c, i) => $"{c}: &{c} [{string.Join(", ", Enumerable.Repeat("*" + "abcdefg"[i], 10))}]\n"));
        YamlReader.Read(bomb, Foreign).Faults.ShouldHaveSingleItem().Message.ShouldContain("more than 100,000 values");
    }

    [Fact]
    public void A_sites_own_files_have_none_of_them()
        => YamlReader.Read("a: &x 1\nb: !t 2\n").Faults.Count.ShouldBe(2);

    private static YamlMapping Read(string text)
    {
        var document = YamlReader.Read(text, Foreign);
        document.Faults.ShouldBeEmpty();
        return (YamlMapping)document.Root!;
    }
}
