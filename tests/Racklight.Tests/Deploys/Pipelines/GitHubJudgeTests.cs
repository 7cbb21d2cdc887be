using System.Text.Json;
using Racklight.Deploys.Pipelines.Commands;
using Racklight.Deploys.Pipelines.Rules;

namespace Racklight.Tests.Deploys.Pipelines;

/// <summary>Made workflows before GitHub's own parser (the one of its editor) and actionlint: both have nothing to say.</summary>
public class GitHubJudgeTests
{
    public static TheoryData<string, string> Models => new()
    {
        { "openstack-ansible in one datacentre", "tool: osa\nrelease: \"2026.1\"\ndatacentres: { dc1: { runner: acme_dc1 } }\n" },
        { "kolla-ansible in two, with a lab", "tool: kolla\nrelease: \"2025.1\"\nlab: lab\ndatacentres:\n  dc1: { runner: acme_dc1, configuration: clouds/dc1, timeout: 12h }\n  dc2: { runner: acme_dc2, configuration: clouds/dc2, tier: staging }\n" },
        { "in a container, without drift, from another branch", $"tool: kolla\nrelease: zed\ndrift: no\nbranch: release/x-1\ncontainer: registry.example.org/deploy@sha256:{new string('a', 64)}\ndatacentres: {{ dc1: {{ runner: a.b-c_d }} }}\n" },
        { "with names that YAML takes for other things", "tool: osa\nrelease: \"2026.1\"\nlab: \"1e3\"\ndatacentres:\n  \"007\": { runner: \"010\", configuration: \"1.0\" }\n  \"null\": { runner: \"yes\" }\n  \"no\": { runner: \"0x1\" }\n  \"1e3\": { runner: \"1_000\" }\n" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_made_workflow_is_right_for_GitHub_and_for_actionlint(string what, string model)
    {
        using var repository = new TemporaryFiles();
        repository.Write("pipeline.yaml", model);
        PipelineInitCommand.Make(repository.Root, "github", null, null, [], force: false);
        (await GitHubTools.JudgeAsync(Path.Combine(repository.Root, ".github/workflows/deploy.yml"))).ShouldBeEmpty(what);
    }

    [Theory]
    [InlineData("    timeout-minutes: 15\n", "    timout-minutes: 15\n", "timout-minutes")]
    [InlineData("COMMIT: ${{ github.sha }}", "COMMIT: ${{ runner.temp }}", "runner")]
    [InlineData("needs: check\n", "needs: chek\n", "chek")]
    [InlineData("queue: max", "queue: all", "all")]
    [InlineData("17 4 * * *", "17 44 * * *", "cron")]
    [InlineData("vars.DEPLOY_FREEZE == ''", "vars.DEPLOY_FREEZE ==", "")]
    public async Task The_judges_see_a_workflow_that_is_wrong(string right, string wrong, string named)
    {
        using var repository = new TemporaryFiles();
        repository.Write("openstack_user_config.yml", "---\n");
        PipelineInitCommand.Make(repository.Root, "github", "osa", "2026.1", ["dc1=acme_dc1"], force: false);
        var text = repository.Read(".github/workflows/deploy.yml");
        text.ShouldContain(right);
        repository.Write(".github/workflows/deploy.yml", text.Replace(right, wrong, StringComparison.Ordinal));
        var complaints = await GitHubTools.JudgeAsync(Path.Combine(repository.Root, ".github/workflows/deploy.yml"));
        complaints.ShouldContain(said => said.By == "github" && said.Message.Contains(named, StringComparison.OrdinalIgnoreCase), string.Join('\n', complaints));
    }

    [Theory]
    [InlineData("good-workflows")]
    [InlineData("one-big-workflow")]
    [InlineData("remote-actions")]
    public async Task The_workflows_that_the_checker_is_tested_with_are_workflows(string name)
    {
        // Also the bad one: its faults are such that GitHub runs it.
        foreach (var file in Directory.EnumerateFiles(Path.Combine(DeployTools.Source, "tests/Racklight.Tests/Deploys/Pipelines/Fixtures/Wild", name, ".github/workflows")))
        {
            (await GitHubTools.JudgeAsync(file)).Where(static said => said.By == "github").ShouldBeEmpty(file);
        }
    }

    [Fact]
    public async Task The_keys_that_the_checker_knows_are_those_of_the_schema_of_GitHub()
    {
        await using var stream = File.OpenRead(DeployTools.Need(GitHubTools.Package("@actions/workflow-parser/dist/workflow-v1.0.min.json"), "./setup test"));
        using var schema = await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        IEnumerable<string> Keys(params string[] names) => names.SelectMany(name => schema.RootElement.GetProperty("definitions").GetProperty(name).GetProperty("mapping").GetProperty("properties").EnumerateObject()).Select(static key => key.Name).Distinct().Order(StringComparer.Ordinal);

        JobKeys.OfWorkflow.Order(StringComparer.Ordinal).ShouldBe(Keys("workflow-root-strict"));
        JobKeys.OnGitHub.Order(StringComparer.Ordinal).ShouldBe(Keys("job-factory", "workflow-job"));
        JobKeys.OfStep.Order(StringComparer.Ordinal).ShouldBe(Keys("run-step", "regular-step", "wait-step", "wait-all-step", "cancel-step", "parallel-step"));
    }
}
