using CsCheck;
using Racklight.Answers.Lint;
using Racklight.Tests.Templates;

namespace Racklight.Tests.Answers;

public sealed class LintTests
{
    [Theory]
    [MemberData(nameof(Samples.Good), MemberType = typeof(Samples))]
    public void A_good_answer_has_no_findings(string format, string text) => AnswerLint.Check(format, text).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Samples.Bad), MemberType = typeof(Samples))]
    public void A_fault_is_an_error_on_its_line(string format, string text, int line, string message) => Says(format, text, line, message, Severity.Error);

    [Theory]
    [MemberData(nameof(Samples.Doubtful), MemberType = typeof(Samples))]
    public void What_is_doubtful_is_a_warning_on_its_line(string format, string text, int line, string message) => Says(format, text, line, message, Severity.Warning);

    [Theory]
    [InlineData("kickstart")]
    [InlineData("preseed")]
    [InlineData("autoinstall")]
    [InlineData("cloud-init")]
    [InlineData("autoyast")]
    [InlineData("ignition")]
    [InlineData("esxi")]
    [InlineData("xcp-ng")]
    public void Any_text_is_judged_and_nothing_else_happens(string format)
    {
        string[] seeds = [.. Samples.GoodRows.Where(row => row.Format == format).Select(static row => row.Text)];
        var noise = Words.Of("\n", " ", "\"", "'", "\\", "%", "%end\n", "--", "=", "{", "}", "[", "]", ":", "<", ">", "&", "</", "<!DOCTYPE", "<![CDATA[", "#", "\0", "\uD800", "é", "\t", "- ", "rootpw ", "data:", "\\u12", "1e999", ",", "\r\n");
        Gen.Select(Words.Of(seeds), Gen.Int[0, 10_000], Gen.Int[0, 30], noise.Array[0, 6]).Sample((seed, at, cut, pieces) =>
        {
            at %= seed.Length + 1;
            AnswerLint.Check(format, seed[..at] + string.Concat(pieces) + seed[Math.Min(seed.Length, at + cut)..]);
        }, iter: 2_000);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        AnswerLint.Check("autoyast", string.Concat(Enumerable.Repeat("<a>", 100_000))).ShouldContain(finding => finding.Severity == Severity.Error);
        AnswerLint.Check("ignition", new string('[', 100_000)).ShouldContain(finding => finding.Severity == Severity.Error);
    }

    private static void Says(string format, string text, int line, string message, Severity severity)
    {
        var findings = AnswerLint.Check(format, text);
        findings.ShouldContain(finding => finding.Severity == severity && finding.Line == line && finding.Message.Contains(message, StringComparison.Ordinal) || (finding.Severity == severity && finding.Line == line && finding.Hint != null && finding.Hint.Contains(message, StringComparison.Ordinal)), string.Join('\n', findings));
        if (severity == Severity.Warning) findings.ShouldAllBe(finding => finding.Severity == Severity.Warning);
    }
}
