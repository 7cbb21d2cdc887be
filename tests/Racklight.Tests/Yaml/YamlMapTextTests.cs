using CsCheck;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Yaml;

/// <summary>Edits by key that leave every other character as it is.</summary>
public sealed class YamlMapTextTests
{
    private const string Text = "---\n# head\na: 1   # one\n\nb:\n\n# pair\nkey:\n  private: |\n    AAA\n  public: x\n'quoted: key': \"v\"\nlist:\n- 1\n- 2\nlast: |\n  block\n";

    [Fact]
    public void Values_are_replaced_in_place_and_comments_stay()
    {
        var map = YamlMapText.Read(Text);
        map.Set("a", "2");
        map.Set("b", YamlValueText.Of("yes"));
        map.Set("quoted: key", "w");
        map.ToString().ShouldBe(Text.Replace("a: 1  ", "a: 2  ", StringComparison.Ordinal).Replace("b:\n", "b: \"yes\"\n", StringComparison.Ordinal).Replace("\"v\"", "w", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ private: x, public: y }")]
    [InlineData("{}")]
    [InlineData("[1, [2, 3] ]")]
    [InlineData("[]")]
    [InlineData("{\n  a: 1,\n  b: [2]\n}")]
    [InlineData("\n- { name: r1, hosts: 40 }")]
    [InlineData("\n  k: [ 1 ]")]
    public void Flow_values_are_taken_and_replaced_whole(string value)
    {
        var map = YamlMapText.Read($"a:{(value[0] == '\n' ? "" : " ")}{value}  # why\nb: 2\n");
        map.Raw("a").ShouldBe(value);
        map.Set("a", "1");
        map.ToString().ShouldBe("a: 1  # why\nb: 2\n");
    }

    [Fact]
    public void A_block_leaves_the_comment_on_its_first_line()
    {
        var map = YamlMapText.Read("a: 1  # why\nb: 2\n");
        map.Set("a", YamlValueText.Of("x\ny\n"));
        map.ToString().ShouldBe("a: |  # why\n  x\n  y\nb: 2\n");
    }

    [Fact]
    public void A_mapping_becomes_another_and_a_text()
    {
        var map = YamlMapText.Read(Text);
        map.Set("key", YamlValueText.Of([KeyValuePair.Create("private", (string?)"P\nQ"), KeyValuePair.Create("public", (string?)null)]));
        map.Set("last", "z");
        map.ToString().ShouldBe(Text.Replace("  private: |\n    AAA\n  public: x", "  private: |-\n    P\n    Q\n  public:", StringComparison.Ordinal).Replace("last: |\n  block", "last: z", StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_are_removed_with_their_lines_and_new_ones_come_last()
    {
        var map = YamlMapText.Read(Text);
        map.Remove("key");
        map.Remove("a");
        map.Set("new", "1");
        map.Remove("not there");
        map.ToString().ShouldBe(Text.Replace("a: 1   # one\n", "", StringComparison.Ordinal).Replace("key:\n  private: |\n    AAA\n  public: x\n", "", StringComparison.Ordinal) + "new: 1\n");
    }

    [Fact]
    public void A_value_taken_from_one_text_means_the_same_in_another()
    {
        var from = YamlMapText.Read(Text);
        foreach (var key in (string[])["a", "key", "list", "last", "b"])
        {
            var map = YamlMapText.Read("x: 1\r\n");
            map.Set(key, from.Raw(key)!);
            var text = map.ToString();
            Meaning(YamlMapText.Read(text).Find(key)!.Value).ShouldBe(Meaning(from.Find(key)!.Value), text);
        }
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", 2, "the key `a` is here a second time; the first is on line 1")]
    [InlineData("- 1\n", 1, "want `key: value` lines")]
    [InlineData("a: 1\n---\nb: 2\n", 3, "a second document")]
    [InlineData("a: [1\n", 2, "")]
    [InlineData("a: 1\n\tb: 2\n", 2, "a tab cannot indent YAML")]
    public void What_cannot_be_edited_is_refused_with_its_place(string text, int line, string reason)
    {
        var fault = Should.Throw<YamlPartsException>(() => YamlMapText.Read(text)).Fault;
        fault.Message.ShouldContain(reason);
        fault.Mark.Line.ShouldBe(line);
    }

    [Fact]
    public void Text_without_keys_takes_keys()
    {
        var map = YamlMapText.Read("# nothing yet");
        map.Set("a", "1");
        map.ToString().ShouldBe("# nothing yet\na: 1\n");
    }

    [Fact]
    public void Any_text_is_written_so_that_it_is_read_again()
        => Gen.String[Gen.Char[" \n\t\r\"'\\#:-?|>%@`&*!{}[],~yesno.0x1eaZ9_üß€"], 0, 30].Sample(static text =>
        {
            var map = YamlMapText.Read("before: 1\nk: old  # c\nafter: 2\n");
            map.Set("k", YamlValueText.Of(text));
            var read = YamlMapText.Read(map.ToString());
            return read.Entries.Count == 3 && read.Find("k")!.Value is { IsNull: false } value && value.Text == text;
        }, iter: 5000);

    [Theory]
    [InlineData("yes")]
    [InlineData("12e4567")]
    [InlineData("0o7")]
    [InlineData("1:20")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("=")]
    public void What_YAML_1_1_takes_for_something_else_is_quoted(string text) => YamlValueText.Of(text).ShouldStartWith("\"");

    private static string Meaning(YamlPart part) => part.Kind switch
    {
        YamlPartKind.Mapping => string.Join(';', part.Entries.Select(static entry => entry.Key.Text + "=" + Meaning(entry.Value))),
        YamlPartKind.Sequence => string.Join(';', part.Items.Select(Meaning)),
        _ => part.IsNull ? "null" : part.Text,
    };
}
