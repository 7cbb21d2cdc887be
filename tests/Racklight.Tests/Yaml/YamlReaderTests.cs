using System.Text;
using Racklight.Yaml;

namespace Racklight.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Values_keep_their_text_and_know_their_places()
    {
        var document = YamlReader.Read("\uFEFF# top\r\na: 22.10\r\nlist: [x, 'y z']\r\nm:\r\n  k: \"no\"\r\n");
        document.Faults.ShouldBeEmpty();
        var root = document.Root.ShouldBeOfType<YamlMapping>();
        root.Find("a")!.Value.ShouldBeOfType<YamlScalar>().Text.ShouldBe("22.10");
        document.At("list", "1").ShouldBe(new YamlMark(3, 11));
        document.At("m", "k").ShouldBe(new YamlMark(5, 6));
        document.AtKey("m", "k").ShouldBe(new YamlMark(5, 3));
        document.Line(5).ShouldBe("  k: \"no\"");
        ((YamlScalar)((YamlMapping)root.Find("m")!.Value).Find("k")!.Value).Plain.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("# only a comment\n", null)]
    [InlineData("a: 1\na: 2\n", "2:1 the key `a` is here a second time; the first is on line 1")]
    [InlineData("a: &x 1\nb: *x\n", "1:4 anchors (`&name`) are not read here")]
    [InlineData("a: !!python/object x\n", "1:4 tags (`!name`) are not read here")]
    [InlineData("a:\n  <<: {b: 1}\n", "2:3 merge keys are not read here")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1 a second document begins here; only one is read")]
    [InlineData("a:\n\tb: 1\n", "2:1 a tab cannot indent YAML")]
    [InlineData("a: b: c\n", "1:5 a `key: value` cannot stand here")]
    [InlineData("a: 1\n  b: 2\n", "2:4 a `key: value` cannot stand here")]
    [InlineData("a: 'x\n", "1:4 this quote is never closed")]
    [InlineData("a: @x\n", "1:4 a value cannot begin like this")]
    [InlineData("a: [b, c\nd: e\n", "1:5 this is not YAML: what begins here, or before it, does not end")]
    [InlineData("a: {{ x }}\n", "1:5 a key must be text, not a mapping")]
    [InlineData("a: b\0c\n", "1:5 the invisible character U+0000 is not allowed")]
    [InlineData("a: \u001b[31mred\n", "1:4 the invisible character U+001B is not allowed")]
    [InlineData("a: x\u202Ey\n", "1:5 the invisible character U+202E is not allowed")]
    public void A_fault_is_told_where_it_is(string text, string? expected)
    {
        var faults = YamlReader.Read(text).Faults.Select(fault => $"{fault.Mark.Line}:{fault.Mark.Column} {fault.Message}").ToList();
        if (expected is null) faults.ShouldBeEmpty();
        else faults.ShouldBe([expected]);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused_at_its_byte()
        => YamlReader.Read([.. "a: 1\nb: "u8, 0xE9, .. "\n"u8]).Faults.ShouldHaveSingleItem().Mark.ShouldBe(new YamlMark(2, 4));

    [Fact]
    public void A_billion_laughs_is_one_fault()
    {
        var text = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (var i = 1; i < 30; i++) text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        YamlReader.Read(text.ToString()).Faults.ShouldHaveSingleItem().Message.ShouldContain("anchors");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Depth_is_bounded(string step)
        => YamlReader.Read(string.Concat(Enumerable.Repeat(step, 100_000))).Faults.ShouldContain(fault => fault.Message.Contains("nested more than 32 deep"));

    [Fact]
    public void Size_is_bounded()
    {
        YamlReader.Read(new string('x', (1 << 20) + 1)).Faults.ShouldHaveSingleItem().Message.ShouldContain("longer than");
        YamlReader.Read(string.Concat(Enumerable.Repeat("- x\n", 150_000))).Faults.ShouldHaveSingleItem().Message.ShouldContain("more than 100,000 values");
    }
}
