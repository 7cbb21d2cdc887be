using Racklight.App;

namespace Racklight.Tests.App;

public sealed class ProcessRunnerTests
{
    [Fact]
    public async Task Output_error_and_exit_code_come_back()
    {
        var result = await ProcessRunner.RunAsync(new ProcessSpec("sh", "-c", "echo out; echo err >&2; exit 7"));
        result.ShouldBe(new ProcessResult(7, "out", "err"));
    }

    [Fact]
    public async Task Arguments_are_not_read_by_a_shell()
        => (await ProcessRunner.RequireAsync(new ProcessSpec("printf", "%s", "$(id); `id`"))).ShouldBe("$(id); `id`");

    [Fact]
    public async Task Input_is_given_and_closed()
        => (await ProcessRunner.RequireAsync(new ProcessSpec("cat") { Input = "hello" })).ShouldBe("hello");

    [Fact]
    public async Task A_program_that_does_not_exist_is_named_with_its_package()
    {
        var e = await Should.ThrowAsync<ProblemException>(() => ProcessRunner.RunAsync(new ProcessSpec("racklight-no-such-program")));
        e.Message.ShouldContain("racklight-no-such-program is not installed");
        InstallHint.For("mksquashfs").ShouldBe("apt-get install squashfs-tools");
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_is_not_taken_for_a_program_that_is_missing()
        => (await Should.ThrowAsync<ProblemException>(() => ProcessRunner.RunAsync(new ProcessSpec("sh", "-c", "true") { Directory = "/racklight/nowhere" }))).Problems[0].Message.ShouldBe("sh cannot be run: the directory /racklight/nowhere does not exist");

    [Fact]
    public async Task A_limit_ends_the_whole_tree()
    {
        var e = await Should.ThrowAsync<ProblemException>(() => ProcessRunner.RunAsync(new ProcessSpec("sh", "-c", "sleep 100 & sleep 100") { Limit = TimeSpan.FromMilliseconds(200) }));
        e.Message.ShouldContain("was stopped");
    }

    [Fact]
    public async Task Only_the_end_of_a_long_output_is_kept()
    {
        var result = await ProcessRunner.RunAsync(new ProcessSpec("seq", "1", "5000"));
        result.Output.ShouldEndWith("\n5000");
        result.Output.Split('\n').Length.ShouldBe(1000);
    }

    [Fact]
    public async Task What_cannot_be_noted_never_begins()
    {
        var directory = Directory.CreateTempSubdirectory("rl-gate-").FullName;
        var begun = Path.Combine(directory, "begun");
        using (var journal = new RunJournal(Path.Combine(directory, "j")))
        {
            // A file in the journals' place: noting fails, as it does for a run that is killed just then.
            Directory.Delete(Path.Combine(directory, "j"));
            File.WriteAllText(Path.Combine(directory, "j"), "");
            await Should.ThrowAsync<IOException>(() => ProcessRunner.RunAsync(new ProcessSpec("touch", begun) { Journal = journal }));
            File.Delete(Path.Combine(directory, "j"));
            Directory.CreateDirectory(Path.Combine(directory, "j"));
            File.Exists(begun).ShouldBeFalse();

            await ProcessRunner.RequireAsync(new ProcessSpec("touch", begun) { Journal = journal });
            File.Exists(begun).ShouldBeTrue();
        }
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_noted_program_gets_its_input_its_arguments_and_its_missing_is_said()
    {
        var directory = Directory.CreateTempSubdirectory("rl-gate-").FullName;
        using (var journal = new RunJournal(directory))
        {
            (await ProcessRunner.RequireAsync(new ProcessSpec("sh", "-c", "cat; printf %s \"$1\"", "sh", "a 'b' $c") { Journal = journal, Input = "first\nsecond " })).ShouldBe("first\nsecond a 'b' $c");
            (await Should.ThrowAsync<ProblemException>(() => ProcessRunner.RunAsync(new ProcessSpec("racklight-no-such-program") { Journal = journal }))).Message.ShouldContain("is not installed");
            Directory.GetFiles(directory).ShouldBeEmpty();
        }
        Directory.Delete(directory);
    }
}
