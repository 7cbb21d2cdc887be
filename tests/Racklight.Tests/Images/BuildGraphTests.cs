using Racklight.App;
using Racklight.Images;
using Racklight.Images.Building;

namespace Racklight.Tests.Images;

public sealed class BuildGraphTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rl-graph-").FullName;
    private readonly List<string> _ran = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_second_run_makes_nothing()
    {
        await RunAsync();
        _ran.ShouldBe(["chroot", "configure", "extract", "pack", "manifest"]);
        _ran.Clear();
        await RunAsync();
        _ran.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chroot", "chroot configure extract pack manifest")]
    [InlineData("configure", "configure extract pack manifest")]
    [InlineData("extract", "extract manifest")]
    [InlineData("pack", "pack manifest")]
    [InlineData("manifest", "manifest")]
    public async Task Changing_one_input_reruns_exactly_the_steps_that_depend_on_it(string step, string expected)
    {
        await RunAsync();
        _ran.Clear();
        await RunAsync(changed: step);
        _ran.ShouldBe(expected.Split(' '));
        _ran.Clear();
        await RunAsync();
        _ran.ShouldBeEmpty("the first inputs' results are still there");
    }

    [Fact]
    public async Task A_step_that_fails_leaves_no_result_and_is_made_by_the_next_run()
    {
        await Should.ThrowAsync<ProblemException>(() => RunAsync(fails: "pack"));
        Directory.GetDirectories(Path.Combine(_root, "pack")).ShouldBeEmpty();
        _ran.Clear();
        await RunAsync();
        _ran.ShouldBe(["pack", "manifest"]);
    }

    [Fact]
    public async Task A_result_whose_last_step_is_there_needs_none_of_its_parents()
    {
        await RunAsync();
        Directory.Delete(Path.Combine(_root, "chroot"), recursive: true);
        _ran.Clear();
        await RunAsync();
        _ran.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_result_that_lost_what_it_points_to_is_made_anew()
    {
        await RunAsync();
        _ran.Clear();
        await RunAsync(unusable: "pack");
        _ran.ShouldBeEmpty("the manifest is there and says it is usable");
        Directory.Delete(Path.Combine(_root, "manifest"), recursive: true);
        await RunAsync(unusable: "pack");
        _ran.ShouldBe(["pack", "manifest"]);
    }

    [Fact]
    public async Task Two_builds_of_the_same_make_it_once()
    {
        await Task.WhenAll(Task.Run(() => RunAsync()), Task.Run(() => RunAsync()));
        _ran.Order().ShouldBe(new[] { "chroot", "configure", "extract", "pack", "manifest" }.Order());
    }

    [Fact]
    public async Task Progress_names_every_step_and_what_came_from_the_cache()
    {
        await RunAsync();
        var reports = await RunAsync();
        reports.Select(report => (report.Step, report.Cached)).ShouldBe([("chroot", true), ("configure", true), ("extract", true), ("pack", true), ("manifest", true)]);
    }

    [Fact]
    public async Task The_time_left_comes_from_earlier_runs()
    {
        var times = new StepTimes(Path.Combine(_root, "times.json"), "image");
        times.Note("pack", new Racklight.Images.Storage.StepRecord(1000, 0));
        var reports = await RunAsync(fails: "configure", swallow: true);
        reports.First(report => report.Step == "chroot").Left!.Value.TotalSeconds.ShouldBeGreaterThan(1000);
        new StepTimes(Path.Combine(_root, "times.json"), "image").Find("chroot").ShouldNotBeNull();
    }

    [Fact]
    public void Inputs_that_look_alike_when_joined_have_different_names()
    {
        static Digest Key(params string[] inputs) => new BuildStep("s", [], inputs, static (_, _) => Task.CompletedTask).Key([]);
        Key("a", "b").ShouldNotBe(Key("a\n1 b"));
        Key("ab").ShouldNotBe(Key("a", "b"));
        Key("a", "b").ShouldNotBe(Key("b", "a"));
    }

    private async Task<List<BuildProgress>> RunAsync(string? changed = null, string? fails = null, string? unusable = null, bool swallow = false)
    {
        BuildStep Step(string name, params string[] parents) => new(name, parents, [name == changed ? "changed" : "same"], async (run, token) =>
        {
            if (name == fails) throw new ProblemException("it failed");
            foreach (var parent in run.Results.Values) File.Exists(Path.Combine(parent, "result")).ShouldBeTrue();
            await File.WriteAllTextAsync(Path.Combine(run.Directory, "result"), name, token);
            lock (_ran) _ran.Add(name);
        })
        { IsUsable = _ => name != unusable };

        var reports = new List<BuildProgress>();
        using var journal = new RunJournal(Path.Combine(_root, "journal"));
        var graph = new BuildGraph(_root, [Step("chroot"), Step("configure", "chroot"), Step("extract", "configure"), Step("pack", "chroot", "configure"), Step("manifest", "extract", "pack")],
            new StepTimes(Path.Combine(_root, "times.json"), "image"), journal, new Collected(reports), TimeProvider.System);
        try
        {
            await graph.RunAsync(CancellationToken.None);
        }
        catch (ProblemException) when (swallow)
        {
            // The test looks at what was reported until then.
        }
        return reports;
    }

    private sealed class Collected(List<BuildProgress> reports) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
