using Racklight.Deploys.Pipelines.Commands;
using Racklight.Deploys.Pipelines.Generating;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Pipelines.Rules;
using Racklight.Yaml;

namespace Racklight.Tests.Deploys.Pipelines;

public class MadePipelineTests
{
    [Theory]
    [InlineData("osa")]
    [InlineData("kolla")]
    public void Nothing_is_found_in_a_pipeline_that_was_made(string tool)
    {
        using var repository = new TemporaryFiles();
        Make(repository, tool, "dc1=acme_dc1", "dc2=acme_dc2");
        PipelineRules.Check(repository.Root, ".gitlab-ci.yml").Findings.ShouldBeEmpty();
    }

    [Fact]
    public void With_a_container_and_a_lab_nothing_is_found_either()
    {
        using var repository = new TemporaryFiles();
        repository.Write("pipeline.yaml", $"tool: kolla\nrelease: \"2025.1\"\nlab: lab\ncontainer: registry.example.org/deploy@sha256:{new string('a', 64)}\ndatacentres: {{ dc1: {{ runner: acme_dc1 }} }}\n");
        PipelineInitCommand.Make(repository.Root, "gitlab", null, null, [], force: false);
        PipelineRules.Check(repository.Root, ".gitlab-ci.yml").Findings.ShouldBeEmpty();
        repository.Read(".gitlab-ci.yml").ShouldContain("racklight up --site . --until live");
        repository.Read(".gitlab-ci-deploy.yml").ShouldContain("image: registry.example.org/deploy@sha256:");
    }

    [Fact]
    public void Each_datacentre_has_its_own_runner_lock_environment_and_gate()
    {
        using var repository = new TemporaryFiles();
        Make(repository, "osa", "dc1=acme_dc1", "dc2=acme_dc2");
        var text = repository.Read(".gitlab-ci.yml");
        foreach (var name in new[] { "dc1", "dc2" })
        {
            text.ShouldContain($"deploy:{name}:\n");
            text.ShouldContain($"resource_group: \"{name}\"\n");
            text.ShouldContain($"tags: [\"acme_{name}\"]\n");
            text.ShouldContain($"environment: {{ name: \"{name}\", deployment_tier: production }}");
        }
    }

    [Fact]
    public void Made_again_it_is_as_it_was_and_after_a_change_of_the_model_it_is_made_anew()
    {
        using var repository = new TemporaryFiles();
        Make(repository, "osa", "dc1=acme_dc1");
        PipelineInitCommand.Make(repository.Root, "gitlab", null, null, [], force: false).ShouldBe([".gitlab-ci.yml: as it was", ".gitlab-ci-deploy.yml: as it was"]);
        repository.Write("pipeline.yaml", repository.Read("pipeline.yaml").Replace("timeout: 8h", "timeout: 6h", StringComparison.Ordinal));
        PipelineInitCommand.Make(repository.Root, "gitlab", null, null, [], force: false)[0].ShouldBe(".gitlab-ci.yml: made anew");
        repository.Read(".gitlab-ci.yml").ShouldContain("timeout: 6h");
    }

    [Fact]
    public void What_a_user_changed_is_left_and_said_and_with_force_kept_beside()
    {
        using var repository = new TemporaryFiles();
        Make(repository, "osa", "dc1=acme_dc1");
        var mine = repository.Read(".gitlab-ci.yml") + "\nmine:\n  script: [make]\n";
        repository.Write(".gitlab-ci.yml", mine);
        var refused = Should.Throw<ProblemException>(() => PipelineInitCommand.Make(repository.Root, "gitlab", null, null, [], force: false));
        refused.Problems.ShouldHaveSingleItem().File.ShouldBe(".gitlab-ci.yml");
        repository.Read(".gitlab-ci.yml").ShouldBe(mine);
        PipelineInitCommand.Make(repository.Root, "gitlab", null, null, [], force: true)[0].ShouldContain("overwritten");
        repository.Read(".gitlab-ci.yml.orig").ShouldBe(mine);
    }

    [Fact]
    public void A_model_with_mistakes_tells_all_with_places_and_writes_nothing()
    {
        using var repository = new TemporaryFiles();
        repository.Write("pipeline.yaml", "tool: kola\nrelease: \"2025.1\"\ndatacentres:\n  dc1: { runer: acme, timeout: 8 parsecs }\n");
        var refused = Should.Throw<ProblemException>(() => PipelineInitCommand.Make(repository.Root, "gitlab", null, null, [], force: false));
        refused.Problems.ShouldContain(static problem => problem.Line == 1 && problem.Message.Contains("kolla", StringComparison.Ordinal));
        refused.Problems.ShouldContain(static problem => problem.Line == 4);
        File.Exists(Path.Combine(repository.Root, ".gitlab-ci.yml")).ShouldBeFalse();
    }

    [Fact]
    public void The_same_model_makes_a_workflow_for_GitHub_with_pinned_actions_and_clean_up_in_any_case()
    {
        using var repository = new TemporaryFiles();
        repository.Write("openstack_user_config.yml", "---\n");
        PipelineInitCommand.Make(repository.Root, "github", "osa", "2026.1", ["dc1=acme_dc1"], force: false);
        var text = repository.Read(".github/workflows/deploy.yml");
        var document = YamlReader.Read(text);
        document.Faults.ShouldBeEmpty();
        var jobs = (YamlMapping)((YamlMapping)document.Root!).Find("jobs")!.Value;
        jobs.Entries.Select(static entry => entry.Key.Text).ShouldBe(["check", "plan-dc1", "deploy-dc1", "verify-dc1", "drift-dc1"]);
        foreach (var line in text.Split('\n').Where(static line => line.Contains("uses:", StringComparison.Ordinal))) line.ShouldMatch("@[0-9a-f]{40} ");
        text.Split('\n').Count(static line => line.TrimStart().StartsWith("- if: always()", StringComparison.Ordinal)).ShouldBe(8);
        text.ShouldContain("concurrency: { group: \"deploy-dc1\", cancel-in-progress: false, queue: max }");
    }

    [Theory]
    [InlineData("tool: osa\nrelease: \"2026.1\"\ndatacentres: { dc1: { runner: acme_dc1 }, dc2: { runner: acme_dc2, configuration: dc2 } }\n")]
    [InlineData("tool: kolla\nrelease: zed\ndrift: no\nlab: lab\ncontainer: registry.example.org/deploy@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\ndatacentres: { dc1: { runner: acme_dc1 } }\n")]
    public void Nothing_is_found_in_a_workflow_that_was_made(string model)
    {
        using var repository = new TemporaryFiles();
        repository.Write("pipeline.yaml", model);
        PipelineInitCommand.Make(repository.Root, "github", null, null, [], force: false);
        PipelineRules.Check(repository.Root, ".github/workflows/deploy.yml").Findings.ShouldBeEmpty();
    }

    [Fact]
    public void The_branch_of_the_remote_is_the_one_that_a_workflow_deploys()
    {
        using var repository = new TemporaryFiles();
        repository.Write("globals.yml", "---\n");
        repository.Write(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/release/prod\n");
        PipelineInitCommand.Make(repository.Root, "github", null, "2025.1", ["dc1"], force: false);
        repository.Read("pipeline.yaml").ShouldContain("branch: release/prod ");
        repository.Read(".github/workflows/deploy.yml").ShouldContain("if: github.ref == 'refs/heads/release/prod' && ");
    }

    [Fact]
    public void A_datacentre_deploys_its_own_configuration_and_never_that_of_another()
    {
        using var repository = new TemporaryFiles();
        repository.Write("dc1/globals.yml", "---\n");
        repository.Write("clouds/dc2/globals.yml", "---\n");
        PipelineInitCommand.Make(repository.Root, "github", null, "2025.1", ["dc1=a", "dc2=b"], force: false);
        var model = PipelineModel.Read(repository.Root, "pipeline.yaml");
        model.Datacentres["dc1"].Configuration.ShouldBe("dc1");
        model.Datacentres["dc2"].Configuration.ShouldBe("clouds/dc2");

        File.Delete(Path.Combine(repository.Root, "pipeline.yaml"));
        Should.Throw<ProblemException>(() => PipelineInitCommand.Make(repository.Root, "github", null, "2025.1", ["dc1=a", "dc3=b"], force: false)).Problems.ShouldHaveSingleItem().Message.ShouldContain("dc3");
        File.Exists(Path.Combine(repository.Root, "pipeline.yaml")).ShouldBeFalse();
    }

    [Fact]
    public void Datacentres_that_share_a_configuration_are_asked_about()
    {
        using var repository = new TemporaryFiles();
        repository.Write("globals.yml", "---\n");
        PipelineInitCommand.Make(repository.Root, "gitlab", null, "2025.1", ["dc1=a", "dc2=b"], force: false).ShouldContain("pipeline.yaml: dc1 and dc2 deploy the same configuration, .: is that meant?");
    }

    [Fact]
    public void A_datacentre_named_as_a_stage_lends_its_runner_to_nobody_else()
    {
        using var repository = new TemporaryFiles();
        Make(repository, "osa", "cloud=runner-a", "deploy=runner-b", "no=007");
        PipelineRules.Check(repository.Root, ".gitlab-ci.yml").Findings.ShouldBeEmpty();
        var jobs = CiReader.Read(repository.Root, ".gitlab-ci.yml").Jobs;
        foreach (var (name, runner) in new[] { ("cloud", "runner-a"), ("deploy", "runner-b"), ("no", "007") })
        {
            var job = jobs.Single(job => job.Name == $"deploy:{name}");
            job.Find("tags")!.Texts().ShouldBe([runner]);
            job.Find("variables")!["CLOUD"]!.Text.ShouldBe(name);
        }
        jobs.Single(static job => job.Name == "check").Find("tags").ShouldBeNull();
    }

    [Fact]
    public async Task Every_made_line_of_shell_is_fine_by_shellcheck()
    {
        var shellcheck = DeployTools.Need("shellcheck", "apt-get install shellcheck");
        using var directory = new TemporaryFiles();
        IReadOnlyList<string> hosts = [.. GitHubSecrets.Prepare, .. DeployScript.Prepare, .. GitHubSecrets.ForHosts, .. DeployScript.Reach];
        IReadOnlyList<string> api = [.. GitHubSecrets.Prepare, .. DeployScript.Prepare, .. GitHubSecrets.ForApi];
        var scripts = new List<(string Name, IEnumerable<string> Lines)>();
        foreach (var (name, script) in new[] { ("plan", DeployScript.Plan), ("deploy", DeployScript.Deploy), ("verify", DeployScript.Verify), ("drift", DeployScript.Drift) })
        {
            scripts.Add((name, [.. DeployScript.Prepare, .. DeployScript.Reach, .. script, .. DeployScript.CleanUp]));
            scripts.Add(($"github-{name}", [.. name == "verify" ? api : hosts, .. script]));
        }
        foreach (var (name, lines) in scripts)
        {
            // Actions are meant to be several words; what the inner shell expands, the outer one must not.
            directory.Write(name, "#!/bin/bash\n# shellcheck disable=SC2086,SC2016\n" + string.Join('\n', lines) + "\n");
        }
        var result = await DeployTools.RunAsync(directory.Root, null, shellcheck, [.. scripts.Select(static script => script.Name)]);
        result.Output.ShouldBe("");
    }

    private static void Make(TemporaryFiles repository, string tool, params string[] datacentres)
    {
        repository.Write(tool == "osa" ? "openstack_user_config.yml" : "globals.yml", "---\n");
        PipelineInitCommand.Make(repository.Root, "gitlab", null, "2026.1", datacentres, force: false);
    }
}
