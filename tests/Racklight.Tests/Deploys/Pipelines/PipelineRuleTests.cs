using System.Runtime.CompilerServices;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Pipelines.Rules;

namespace Racklight.Tests.Deploys.Pipelines;

public class PipelineRuleTests
{
    public static TheoryData<int> Edits => [.. Enumerable.Range(0, PipelineFaults.All.Count)];

    [Fact]
    public void Nothing_is_found_in_the_mended_pipeline()
        => Check(static (_, text) => text).Findings.ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Edits))]
    public void Each_fault_is_found_where_it_stands_and_says_why_and_what_instead(int index)
    {
        var fault = PipelineFaults.All[index];
        var applied = 0;
        var report = Check((_, text) =>
        {
            if (!text.Contains(fault.Mended, StringComparison.Ordinal)) return text;
            applied++;
            return text.Replace(fault.Mended, fault.Broken, StringComparison.Ordinal);
        });
        applied.ShouldBe(1, $"{fault} is an edit of no file, or of both");
        var found = report.Findings.Where(finding => finding.Number == fault.Number).ToList();
        found.ShouldNotBeEmpty(fault.ToString());
        foreach (var finding in found)
        {
            finding.Line.ShouldBeGreaterThan(0);
            finding.Why.ShouldNotBeNullOrEmpty();
            finding.Instead.ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public void Every_rule_has_a_fault_to_prove_it()
        => PipelineRules.All.Select(static rule => rule.Number).Except(PipelineFaults.All.Select(static fault => fault.Number)).ShouldBeEmpty();

    [Fact]
    public void Rules_are_numbered_from_one_without_a_gap_and_named_once()
    {
        PipelineRules.All.Select(static rule => rule.Number).ShouldBe(Enumerable.Range(1, PipelineRules.All.Count));
        PipelineRules.All.Select(static rule => rule.Name).ShouldBeUnique();
    }

    [Fact]
    public void The_pipeline_that_many_copied_has_every_one_of_its_faults()
    {
        var root = Fixtures();
        var found = PipelineRules.Check(root, "as-published.gitlab-ci.yml").Findings.Select(static finding => finding.Number!.Value).ToHashSet();
        // 1: its keys are put back here.
        Enumerable.Range(2, 22).Except(found).ShouldBeEmpty();
    }

    [Fact]
    public void As_it_was_published_without_its_keys_it_is_no_pipeline()
    {
        using var directory = new TemporaryFiles();
        directory.Write(".gitlab-ci.yml", "  - deploy\n  ANSIBLE_VAULT_PASSWORD_FILE: /root/.vault_pass.txt\n  - local: .gitlab-ci-deploy.yml\n");
        var found = PipelineRules.Check(directory.Root, ".gitlab-ci.yml").Findings;
        found.ShouldAllBe(static finding => finding.Number == 1);
        found.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_place_in_a_block_of_a_script_is_that_of_the_line()
    {
        var report = Check(static (_, text) => text.Replace("umask 077", "ansible-vault decrypt x.yml", StringComparison.Ordinal));
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.File.ShouldBe("scripts.gitlab-ci.yml");
        (finding.Line, finding.Column).ShouldBe((6, 7));
    }

    [Fact]
    public void Anchors_and_merge_keys_are_followed()
    {
        var report = Check(static (_, text) => text.Replace("  timeout: 8h\n", "  <<: *limits\n", StringComparison.Ordinal).Replace("check:\n  stage", "check: &limits\n  timeout: 8h\n  stage", StringComparison.Ordinal));
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Jobs_that_extend_each_other_in_a_circle_end_the_reading_nowhere()
    {
        using var directory = new TemporaryFiles();
        directory.Write(".gitlab-ci.yml", "a:\n  extends: [b, b, b]\n  script: [x]\nb:\n  extends: [a, a, a]\n  script: [y]\n");
        PipelineRules.Check(directory.Root, ".gitlab-ci.yml").Findings.ShouldNotBeEmpty();
    }

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        using var directory = new TemporaryFiles();
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(static n => $"a{n}: &a{n} [{string.Join(", ", Enumerable.Repeat($"*a{n - 1}", 10))}]\n"));
        directory.Write(".gitlab-ci.yml", bomb);
        PipelineRules.Check(directory.Root, ".gitlab-ci.yml").Findings.ShouldAllBe(static finding => finding.Number == 1);
    }

    private static FindingReport Check(Func<string, string, string> edit)
    {
        using var directory = new TemporaryFiles();
        foreach (var name in new[] { "mended.gitlab-ci.yml", "scripts.gitlab-ci.yml" })
        {
            directory.Write(name, edit(name, File.ReadAllText(Path.Combine(Fixtures(), name))));
        }
        return PipelineRules.Check(directory.Root, "mended.gitlab-ci.yml");
    }

    private static string Fixtures([CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, "Fixtures");
}
