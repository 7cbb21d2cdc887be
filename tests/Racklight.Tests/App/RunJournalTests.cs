using System.Diagnostics;
using Racklight.App;

namespace Racklight.Tests.App;

public sealed class RunJournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rl-journal-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Disposing_undoes_what_was_recorded()
    {
        var made = Path.Combine(_directory, "made");
        using (var journal = new RunJournal(Path.Combine(_directory, "j")))
        {
            journal.Record(LeftoverKind.Directory, made);
            Directory.CreateDirectory(made);
        }
        Directory.Exists(made).ShouldBeFalse();
        Directory.GetFiles(Path.Combine(_directory, "j")).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_dead_run_left_is_swept_and_a_living_runs_things_are_not()
    {
        var journals = Path.Combine(_directory, "j");
        Directory.CreateDirectory(journals);
        var dead = Path.Combine(_directory, "dead");
        var alive = Path.Combine(_directory, "alive");
        Directory.CreateDirectory(dead);
        // A pid that cannot exist (beyond pid_max's limit of 2^22), then one that does, with the wrong start time.
        File.WriteAllText(Path.Combine(journals, "4194305-1-abc"), $"Directory {dead}\n");
        // Killed while it wrote its list anew: what stands there may be cut off, and names somebody else's directory.
        File.WriteAllText(Path.Combine(journals, "4194305-1-abc.new"), $"Directory {journals}");
        using var journal = new RunJournal(journals);
        journal.Record(LeftoverKind.Directory, alive);
        Directory.CreateDirectory(alive);
        var said = new List<string>();

        RunJournal.Sweep(said.Add, journals);

        Directory.Exists(dead).ShouldBeFalse();
        Directory.Exists(alive).ShouldBeTrue();
        said.ShouldHaveSingleItem().ShouldContain("earlier run");
        Directory.GetFiles(journals).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_process_is_only_stopped_when_pid_and_start_time_agree()
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        try
        {
            Leftover.Remove(LeftoverKind.Process, $"{child.Id} 1", _ => { }).ShouldBeTrue();
            child.HasExited.ShouldBeFalse();
            Leftover.Remove(LeftoverKind.Process, $"{child.Id} {RunJournal.StartTime(child.Id)}", _ => { }).ShouldBeTrue();
            child.WaitForExit(5000).ShouldBeTrue();
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }

    [Fact]
    public async Task A_directory_with_a_live_mount_below_is_never_deleted()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("mounting needs root");
        var tree = Path.Combine(_directory, "tree");
        var mount = Path.Combine(tree, "mnt");
        Directory.CreateDirectory(mount);
        await ProcessRunner.RequireAsync(new ProcessSpec("mount", "-t", "tmpfs", "none", mount));
        try
        {
            Leftover.Remove(LeftoverKind.Directory, tree, _ => { }).ShouldBeFalse();
            Directory.Exists(mount).ShouldBeTrue();
        }
        finally
        {
            Leftover.Remove(LeftoverKind.Mount, tree, _ => { }).ShouldBeTrue();
        }
        Leftover.Remove(LeftoverKind.Directory, tree, _ => { }).ShouldBeTrue();
    }
}
