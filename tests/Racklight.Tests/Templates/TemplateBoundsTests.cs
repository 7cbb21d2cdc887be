using CsCheck;
using Racklight.Templates;

namespace Racklight.Tests.Templates;

public sealed class TemplateBoundsTests
{
    private static readonly TemplateEnvironment Small = new()
    {
        Limits = new TemplateLimits { Steps = 20_000, Output = 10_000 },
        Loader = new DictionaryLoader(new Dictionary<string, string> { ["a"] = "a{% include 'b' %}", ["b"] = "b{% include 'a' %}" }),
    };

    [Theory]
    [InlineData("{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}", "did not end within 20,000 steps")]
    [InlineData("{{ 'x' * 100000 }}", "more than 10,000 characters")]
    [InlineData("{% for a in range(5000) %}xxxx{% endfor %}", "longer than 10,000 characters")]
    [InlineData("{{ range(1000000000) }}", "100,000 numbers at most")]
    [InlineData("{% include 'a' %}", "nested deeper than 8: a → b → a")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "does not fit into 64 bits")]
    [InlineData("{{ 2 ** 64 }}", "does not fit into 64 bits")]
    [InlineData("{{ 2 ** 9000000000 }}", "does not fit into 64 bits")]
    [InlineData("{{ '%s' % 1 }}", "`%` does not work on text and a number")]
    [InlineData("{{ name.upper() }}", "only `range` can be called")]
    [InlineData("{% macro x() %}{% endmacro %}", "`macro` is not in this subset")]
    public void What_would_not_end_or_is_not_ours_is_an_error(string template, string message)
        => Should.Throw<TemplateException>(() => Template.Parse(new TemplateSource("t", template), Small).Render(new Dictionary<string, object?> { ["name"] = "x" })).Message.ShouldContain(message);

    [Fact]
    public void Lists_that_hold_lists_that_hold_lists_cost_what_they_hold()
    {
        var template = "{% set x = [1, 1] %}" + string.Concat(Enumerable.Repeat("{% set x = [x, x] %}", 60)) + "{{ x == x }}{{ x }}";
        Should.Throw<TemplateException>(() => Template.Parse(new TemplateSource("t", template), Small).Render(new Dictionary<string, object?>())).Reason.ShouldContain("steps");
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("not ", "")]
    [InlineData("-", "")]
    [InlineData("1+", "")]
    [InlineData("1 if 1 else ", "")]
    public void Nesting_is_bounded_whatever_it_is_made_of(string open, string close)
    {
        var template = "{{ " + string.Concat(Enumerable.Repeat(open, 20_000)) + "1" + string.Concat(Enumerable.Repeat(close, 20_000)) + " }}";
        Should.Throw<TemplateException>(() => Template.Parse(new TemplateSource("t", template)).Render(new Dictionary<string, object?>())).Reason.ShouldContain("nested too deep");
    }

    [Fact]
    public void Blocks_are_bounded_too()
    {
        var template = string.Concat(Enumerable.Repeat("{% if 1 %}", 20_000));
        Should.Throw<TemplateException>(() => Template.Parse(new TemplateSource("t", template))).Reason.ShouldContain("nested deeper than");
    }

    [Fact]
    public void A_fault_names_its_file_line_and_column_and_what_was_meant()
    {
        var fault = Should.Throw<TemplateException>(() => Template.Parse(new TemplateSource("answers/ks.cfg", "one\n  {{ hostnme }}\n")).Render(new Dictionary<string, object?> { ["hostname"] = "x" }));
        fault.Message.ShouldBe("answers/ks.cfg:2:6: `hostnme` is not defined");
        fault.Hint.ShouldBe("did you mean `hostname`?");
    }

    [Fact]
    public void The_origin_of_every_part_of_the_output_is_known()
    {
        var template = Template.Parse(new TemplateSource("t", "first\n{% for x in [1, 2] %}\nline {{ x }} end\n{% endfor %}\nlast\n"));
        var result = template.Render(new Dictionary<string, object?>());
        result.Text.ShouldBe("first\nline 1 end\nline 2 end\nlast\n");
        result.OriginOf(1, 3).ShouldBe(new TemplatePlace("t", 1, 3));
        result.OriginOf(2, 1).ShouldBe(new TemplatePlace("t", 3, 1));
        result.OriginOf(3, 6).ShouldBe(new TemplatePlace("t", 3, 6));
        result.OriginOf(3, 8).ShouldBe(new TemplatePlace("t", 3, 14));
        result.OriginOf(4, 2).ShouldBe(new TemplatePlace("t", 5, 2));
    }

    [Fact]
    public void Any_text_is_rendered_or_refused_and_nothing_else_happens()
    {
        var pieces = Words.Of("{{", "}}", "{%", "%}", "{#", "#}", "-", "+", " ", "\n", "if", "for", "x", "in", "set", "raw", "endraw", "endif", "endfor", "else", "include", "'", "\"", "\\", "[", "]", "(", ")", "{", "}", ":", ",", ".", "|", "~", "is", "not", "1", "1.5e", "0x", "default", "map", "range", "=", "==", "**", "\r", "é", "😀", "\0");
        pieces.Array[0, 40].Select(string.Concat).Sample(text =>
        {
            try
            {
                Template.Parse(new TemplateSource("t", text), Small).Render(new Dictionary<string, object?> { ["x"] = new object?[] { 1L, "a", null } });
            }
            catch (TemplateException)
            {
            }
        }, iter: 20_000);
    }
}
