using System.Text;
using CsCheck;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Tests.Yaml;

public sealed class YamlPropertyTests
{
    private static readonly JsonSchema Rules = Racklight.Sites.SiteSchemas.Site.Rules;

    /// <summary>Bits of YAML in any order: far more of them get past the first character than of random bytes.</summary>
    private static readonly string[] Bits =
    [
        "a", "b: ", "site: ", "networks: ", "cidr: ", "x\n", "\n", "  ", "    ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "'", "\"", "|", ">", "|-\n", "&a ", "*a ", "!t ",
        "%YAML 1.2\n", "---\n", "...\n", "# c\n", "\t", "\\", "\r\n", "@", "`", "~", "null", "\u00e9", "\ud83d\ude00", "\ud800", "<<: ", "0x", "1e9",
    ];

    private static readonly Gen<string> Soup = Gen.Int[0, Bits.Length - 1].Array[0, 60].Select(places => string.Concat(places.Select(place => Bits[place])));

    [Fact]
    public void No_text_makes_the_reader_throw_and_every_fault_has_a_place()
        => Soup.Sample(text => Look(YamlReader.Read(text)), iter: 5_000);

    [Fact]
    public void No_bytes_make_the_reader_throw()
        => Gen.Byte.Array[0, 200].Sample(bytes => Look(YamlReader.Read(bytes)), iter: 5_000);

    [Fact]
    public void Any_text_in_double_quotes_comes_back()
        => Gen.Char[' ', '\u02ff'].Array[0, 40].Select(chars => new string([.. chars.Where(c => c is not ('\u007f' or '\u00ad') && !char.IsControl(c))])).Sample(text =>
        {
            var document = YamlReader.Read($"k: \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n");
            document.Faults.ShouldBeEmpty();
            ((YamlScalar)((YamlMapping)document.Root!).Find("k")!.Value).Text.ShouldBe(text);
        });

    [Fact]
    public void The_place_of_a_scalar_is_where_its_text_stands()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 8]).Sample((lines, indent) =>
        {
            var text = string.Concat(Enumerable.Repeat("# c\n", lines)) + "m:\n" + new string(' ', indent + 1) + "key: value\n";
            YamlReader.Read(text).At("m", "key").ShouldBe(new YamlMark(lines + 2, indent + 7));
        });

    [Fact]
    public void One_slip_of_the_finger_in_a_key_is_always_guessed()
    {
        string[] keys = ["persist", "packages", "playbook", "compression", "gateway", "range", "bootloaders", "networks"];
        Gen.Select(Gen.Int[0, keys.Length - 1], Gen.Int[0, 100], Gen.Char['a', 'z'], Gen.Int[0, 2]).Sample((which, place, letter, kind) =>
        {
            var key = keys[which];
            var at = place % key.Length;
            var typed = new StringBuilder(key);
            if (kind == 0) typed.Remove(at, 1);
            else if (kind == 1) typed[at] = letter;
            else typed.Insert(at, letter);
            if (typed.ToString() != key) NearestWord.Of(typed.ToString(), keys).ShouldBe(key);
        });
    }

    private static void Look(YamlDocument document)
    {
        var reading = SchemaReader.Read(document, Rules);
        foreach (var fault in document.Faults.Concat(reading.Faults))
        {
            // A file that is not UTF-8 has a place but no text.
            if (document.Text.Length > 0) fault.Mark.Line.ShouldBeInRange(1, document.Lines.Count + 1);
            fault.Mark.Line.ShouldBeGreaterThan(0);
            fault.Mark.Column.ShouldBeGreaterThan(0);
            fault.Message.ShouldNotBeNullOrWhiteSpace();
        }
    }
}
