using System.Runtime.CompilerServices;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Pipelines.Commands;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Pipelines.Rules;

namespace Racklight.Tests.Deploys.Pipelines;

/// <summary>
/// Pipelines as teams write them, for GitLab and GitHub, bad and good: what is found in each is exactly what its found.txt lists, so that a fault which is
/// missed and one which is told falsely both fail.
/// </summary>
public class WildPipelineTests
{
    public static TheoryData<string> Repositories => [.. Directory.EnumerateDirectories(Wild()).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Repositories))]
    public void What_is_found_is_what_is_wrong(string name)
    {
        var expected = File.ReadAllLines(Path.Combine(Wild(), name, "found.txt"));
        var found = Check(Path.Combine(Wild(), name)).Findings.Select(static finding => $"{finding.File}:{finding.Line} {finding.Number} {finding.Rule}");
        found.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(".gitlab-ci.yml")]
    [InlineData(".github")]
    public void Every_fault_of_the_pipeline_that_many_copied_is_found_in_other_words_too(string kind)
    {
        var found = Directory.EnumerateDirectories(Wild()).Where(path => Path.Exists(Path.Combine(path, kind))).SelectMany(static path => Check(path).Findings).Select(static finding => finding.Number!.Value).ToHashSet();
        Enumerable.Range(2, 22).Except(found).ShouldBeEmpty();
    }

    [Fact]
    public void What_to_write_instead_is_in_the_words_of_GitHub_for_a_workflow()
    {
        foreach (var finding in new[] { "one-big-workflow", "remote-actions" }.SelectMany(static name => Check(Path.Combine(Wild(), name)).Findings))
        {
            var said = $"{finding.Message} {finding.Why} {finding.Instead}";
            foreach (var word in new[] { "GitLab", "gitlab", "resource_group", "before_script", "after_script", "allow_failure", "rules:", "$CI_", "type file", "merge_request_event" })
            {
                said.ShouldNotContain(word, Case.Sensitive, $"{finding.Number} {finding.Rule}");
            }
        }
    }

    public static TheoryData<int, string, string, string> Edits => new()
    {
        { 1, "deploy.yml", "jobs:\n  plan:", "jobs:\n  \tplan:" },
        { 1, "deploy.yml", "uses: ./.github/workflows/cloud.yml", "uses: ./.github/workflows/gone.yml" },
        { 1, "cloud.yml", "    runs-on: [self-hosted, linux, prod]\n", "" },
        { 2, "cloud.yml", "ssh-add -q \"$RUNNER_TEMP/private/key\"", "ssh-add -q \"${!KEY}\"" },
        { 4, "cloud.yml", "    env:\n", "    env:\n      ANSIBLE_SSH_ARGS: -o StrictHostKeyChecking=no\n" },
        { 6, "cloud.yml", "- run: ssh-agent", "- run: echo '${{ secrets.DEPLOY_KEY }}' > ~/.ssh/id_rsa\n      - run: ssh-agent" },
        { 6, "cloud.yml", "    env:\n", "    env:\n      ACTIONS_STEP_DEBUG: \"true\"\n" },
        { 7, "../actions/keys/action.yml", "umask 077", "ansible-vault decrypt etc/passwords.yml" },
        { 9, "cloud.yml", "- if: ${{ !cancelled() }}", "- if: ${{ failure() }}" },
        { 9, "cloud.yml", "retention-days: 90", "retention-days: 5" },
        { 10, "ci.yaml", "[pull_request]", "[push]" },
        { 10, "ci.yaml", "      - run: yamllint .", "      - run: yamllint . || true\n        continue-on-error: true\n    continue-on-error: true" },
        { 11, "deploy.yml", "concurrency:\n  group: prod\n", "" },
        { 11, "cloud.yml", "    environment: { name: production, url: \"https://cloud.example.org\" }\n", "" },
        { 12, "cloud.yml", "    timeout-minutes: 480\n", "    timeout-minutes: 480\n    continue-on-error: true\n" },
        { 13, "deploy.yml", "    branches: [main]\n", "" },
        { 13, "deploy.yml", "if: github.event_name == 'push' && ", "if: github.event_name != 'schedule' && startsWith(github.ref, 'refs/tags') || github.event_name == 'workflow_dispatch' && " },
        { 13, "cloud.yml", "[self-hosted, linux, prod]", "self-hosted" },
        { 13, "cloud.yml", "    env:\n", "    env:\n      OS_PASSWORD: hunter2\n" },
        { 14, "cloud.yml", "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02", "actions/upload-artifact@v4" },
        { 14, "cloud.yml", "    timeout-minutes: 480\n", "    timeout-minutes: 480\n    container: { image: \"registry.example.org/kolla:2025.1\" }\n" },
        { 16, "cloud.yml", "    timeout-minutes: 480\n", "" },
        { 16, "deploy.yml", "  group: prod\n", "  group: prod\n  cancel-in-progress: true\n" },
        { 17, "deploy.yml", "    needs: [plan]\n", "" },
        { 17, "deploy.yml", "    needs: deploy\n", "" },
        { 17, "deploy.yml", "inventory prechecks", "inventory --version" },
        { 18, "cloud.yml", " --tags \"$TAGS\"", "" },
        { 21, "cloud.yml", "defaults:\n", "env:\n  VAULT_PASSWORD: ${{ secrets.VAULT_PASSWORD }}\ndefaults:\n" },
        { 22, "cloud.yml", "defaults:\n  run:\n    shell: bash\n", "" },
        { 23, "deploy.yml", " && !vars.CHANGE_FREEZE", "" },
        { 25, "cloud.yml", "timeout-minutes: 480", "timeout-minutes: 8h" },
        { 26, "deploy.yml", "needs: [plan]", "needs: [pln]" },
        { 26, "cloud.yml", "timeout-minutes: 480", "timeout: 480" },
        { 26, "cloud.yml", "          retention-days: 90\n", "          retention-days: 90\n        wiht: {}\n" },
        { 26, "ci.yaml", "permissions: read-all", "permission: read-all" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Each_fault_of_a_workflow_is_one_edit_away_from_those_in_which_nothing_is_found(int number, string file, string right, string wrong)
    {
        using var repository = new TemporaryFiles();
        var good = Path.Combine(Wild(), "good-workflows");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(good, ".github"), "*", SearchOption.AllDirectories)) repository.Write(Path.GetRelativePath(good, path), File.ReadAllText(path));
        Check(repository.Root).Findings.ShouldBeEmpty();
        var edited = Path.GetFullPath(Path.Combine("/", ".github/workflows", file))[1..];
        var text = repository.Read(edited);
        text.Split(right).Length.ShouldBe(2, $"{right} stands in {file} once");
        repository.Write(edited, text.Replace(right, wrong, StringComparison.Ordinal));
        Check(repository.Root).Findings.ShouldContain(finding => finding.Number == number, $"{number}: {wrong}");
    }

    [Theory]
    [MemberData(nameof(Repositories))]
    public void Whatever_a_line_holds_instead_the_file_is_looked_at_to_its_end(string name)
    {
        using var repository = new TemporaryFiles();
        var wild = Path.Combine(Wild(), name);
        var files = Directory.EnumerateFiles(wild, "*.y*ml", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Select(path => (Path: Path.GetRelativePath(wild, path), Lines: File.ReadAllLines(path))).ToList();
        foreach (var (path, lines) in files) repository.Write(path, string.Join('\n', lines));
        foreach (var (path, lines) in files)
        {
            for (var at = 0; at < lines.Length; at++)
            {
                var key = lines[at].IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? lines[at][..(colon + 1)] : lines[at];
                foreach (var instead in new[] { null, key, key + " x", key + " []", key + " [[x], {}]", key + " { x: { y: [] } }", key + " !reference [x, y]" })
                {
                    repository.Write(path, string.Join('\n', lines[..at].Concat(instead is null ? [] : [instead]).Concat(lines[(at + 1)..])));
                    Should.NotThrow(() => Check(repository.Root), $"{path}:{at + 1} {instead}");
                }
            }
            repository.Write(path, string.Join('\n', lines));
        }
    }

    [Theory]
    [InlineData("check:\n  script: [make]\n", false)]
    [InlineData("check:\n  script: [make]\n  only: [merge_requests]\n", true)]
    [InlineData("check:\n  script: [make]\n  rules: [{ when: on_success }]\n", true)]
    [InlineData("check:\n  script: [make]\n  rules: [{ if: $CI_COMMIT_BRANCH }]\n", false)]
    [InlineData("check:\n  script: [make]\n  rules: [{ if: $CI_MERGE_REQUEST_IID, when: never }, { if: $CI_COMMIT_BRANCH }]\n", false)]
    [InlineData("workflow: { rules: [{ when: always }] }\ncheck:\n  script: [make]\n", true)]
    [InlineData("workflow: { rules: [{ if: $CI_COMMIT_TAG }] }\ncheck:\n  script: [make]\n  rules: [{ when: on_success }]\n", false)]
    [InlineData("workflow: { rules: [{ if: $CI_PIPELINE_SOURCE == \"merge_request_event\" }] }\ncheck:\n  script: [make || true]\n", false)]
    [InlineData("check:\n  script: [make]\n  only: [merge_requests]\n  allow_failure: true\n", false)]
    public void A_merge_request_is_checked_by_a_job_that_runs_for_it_and_can_fail(string pipeline, bool isChecked)
    {
        using var repository = new TemporaryFiles();
        repository.Write(".gitlab-ci.yml", pipeline);
        Check(repository.Root).Findings.Any(static finding => finding.Number == 10).ShouldBe(!isChecked);
    }

    [Fact]
    public void What_is_included_from_elsewhere_may_define_what_nobody_here_knows()
    {
        using var repository = new TemporaryFiles();
        repository.Write(".gitlab-ci.yml", "include:\n  - component: gitlab.example.org/ci/deploy@1.0.0\na:\n  stage: elsewhere\n  extends: .elsewhere\n  needs: [elsewhere]\n  script: [make]\nsecret_detection:\n  stage: a\n");
        Check(repository.Root).Findings.ShouldNotContain(static finding => finding.Rule == "unknown-name" || finding.Rule == "not-yaml");
    }

    [Theory]
    [InlineData("/ci/*.yml", "ci/a.yml")]
    [InlineData("ci/**/*.yml", "ci/a.yml ci/x/b.yml ci/x/y/c.yml")]
    [InlineData("/ci/**.yml", "ci/a.yml ci/x/b.yml ci/x/y/c.yml")]
    [InlineData("ci/*/*.yml", "ci/x/b.yml")]
    [InlineData("**/x/*", "ci/x/b.yml ci/x/d.txt")]
    [InlineData("**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/z", "")]
    [InlineData("gone/*", "")]
    public void Stars_of_an_include_name_what_GitLab_says_they_name(string pattern, string files)
    {
        using var repository = new TemporaryFiles();
        foreach (var path in new[] { "ci/a.yml", "ci/x/b.yml", "ci/x/y/c.yml", "ci/x/d.txt", "other.yml" }) repository.Write(path, "");
        string.Join(' ', LocalPattern.Matches(repository.Root, pattern.TrimStart('/'))).ShouldBe(files);
    }

    [Fact]
    public void Stars_of_an_include_reach_no_file_outside_of_the_repository()
    {
        using var repository = new TemporaryFiles();
        repository.Write("outside/x.yml", ".secret: { script: [\"ansible-vault decrypt x\"] }\n");
        repository.Write("site/.gitlab-ci.yml", "include:\n  - local: ../outside/*.yml\n  - local: /**/*.yml\na:\n  extends: .secret\n  script: [make]\n");
        var report = PipelineRules.Check(Path.Combine(repository.Root, "site"), ".gitlab-ci.yml");
        report.Files.ShouldBe(1);
        report.Findings.ShouldContain(static finding => finding.Rule == "unknown-name");
    }

    [Fact]
    public void Workflows_that_call_each_other_in_a_circle_end_the_reading_nowhere()
    {
        using var repository = new TemporaryFiles();
        foreach (var (one, other) in new[] { ("a", "b"), ("b", "a") })
        {
            repository.Write($".github/workflows/{one}.yml", $"on: {{ workflow_call: {{}} }}\njobs:\n  x: {{ uses: ./.github/workflows/{other}.yml }}\n  y: {{ uses: ./.github/workflows/{other}.yml }}\n  z: {{ runs-on: x, steps: [{{ uses: ./.github/actions/c }}] }}\n");
        }
        repository.Write(".github/actions/c/action.yml", "runs: { using: composite, steps: [{ uses: ./.github/actions/c }, { uses: ./.github/actions/c }] }\n");
        PipelineRules.Check(repository.Root, ".github/workflows/a.yml").Files.ShouldBe(3);
    }

    [Theory]
    [InlineData("on: push")]
    [InlineData("jobs: []\non: []")]
    [InlineData("on: push\njobs: { a: , b: [], c: { steps: }, d: { steps: [x, { run: [] }, { uses: {} }], runs-on: {}, needs: {}, concurrency: [], env: x, if: [] } }")]
    [InlineData("- x")]
    [InlineData("")]
    public void A_file_that_is_no_workflow_is_told_to_be_none(string text)
    {
        using var repository = new TemporaryFiles();
        repository.Write(".github/workflows/x.yml", text + "\n");
        PipelineRules.Check(repository.Root, ".github/workflows/x.yml").Findings.ShouldContain(static finding => finding.Number == 1);
    }

    private static FindingReport Check(string directory) => PipelineRules.Check(directory, [.. PipelineCheckCommand.FilesOf(directory).Select(path => Path.GetRelativePath(directory, path))]);

    private static string Wild([CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, "Fixtures/Wild");
}
