using System.Text;
using CsCheck;
using Racklight.Templates;

namespace Racklight.Tests.Templates;

public sealed class JinjaComparisonTests
{
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, true)]
    public async Task The_table_means_the_same_to_Jinja(bool trim, bool lstrip, bool keep)
        => await CompareAsync(JinjaTable.Templates, new TemplateOptions { TrimBlocks = trim, LstripBlocks = lstrip, KeepTrailingNewline = keep });

    [Fact]
    public async Task Generated_templates_mean_the_same_to_Jinja()
    {
        var templates = new List<string>();
        GeneratedTemplates.Any.Sample(templates.Add, iter: 1500, threads: 1);
        templates.Count.ShouldBeGreaterThanOrEqualTo(1500);
        await CompareAsync(templates, new TemplateOptions { TrimBlocks = true, LstripBlocks = true });
    }

    private static async Task CompareAsync(IReadOnlyList<string> templates, TemplateOptions options)
    {
        var theirs = await Jinja.RunAsync(templates, options);
        var differences = new StringBuilder();
        for (var i = 0; i < templates.Count; i++)
        {
            var ours = Jinja.Ours(templates[i], options);
            if (IsKnown(templates[i], theirs[i].Text, ours.Error)) continue;
            if (ours.Text == theirs[i].Text && ours.Error is null == theirs[i].Error is null) continue;
            differences.Append("--- ").AppendLine(templates[i]).Append("jinja: ").AppendLine(theirs[i].Text ?? theirs[i].Error).Append("ours:  ").AppendLine(ours.Text ?? ours.Error);
        }
        if (differences.Length > 0) Assert.Fail(differences.ToString());
    }

    /// <summary>Where we differ from Jinja on purpose, or it has a quirk that nobody writes templates for.</summary>
    private static bool IsKnown(string template, string? theirs, string? error)
    {
        // 64 bits, sizes; no printf-like formatting; reserved words, which Jinja takes for names until it evaluates them.
        string[] ours = ["64 bits", "more than", "`%` does not work on text", "`not` stands where a value", "`in` stands where a value"];
        if (error is not null && ours.Any(part => error.Contains(part, StringComparison.Ordinal))) return true;
        // What is not defined stays unnoticed inside a list there, and is printed as a word.
        if (error is not null && ((theirs?.Contains("Undefined", StringComparison.Ordinal) ?? false) || (error.Contains("`nope`", StringComparison.Ordinal) && template.Contains('[', StringComparison.Ordinal)))) return true;
        // Its tojson makes a text of a class of its own, which shows inside a list.
        return theirs?.Contains("Markup(", StringComparison.Ordinal) ?? false;
    }
}
