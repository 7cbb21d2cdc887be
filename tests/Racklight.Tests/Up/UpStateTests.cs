using Racklight.Images;
using Racklight.State;
using Racklight.Up;
using Spectre.Console.Testing;

namespace Racklight.Tests.Up;

public sealed class UpStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static UpState State() => new() { Site = "hypervisors", Node = "r1n1", Boots = "minimal@stable", Started = Start, PoweredOn = Start, Before = [("building racklight", TimeSpan.FromSeconds(38))] };

    private static BootEvent Event(long id, double seconds, string step, string message = "m", EventLevel level = EventLevel.Info)
        => new(id, 1, "r1n1", Start.AddSeconds(seconds), step, level, message);

    [Fact]
    public void Milestones_hold_one_event_a_step_in_order_whatever_order_they_came_in()
    {
        var state = State();
        state.Report(Event(3, 9, BootSteps.Kernel, "kernel"));
        state.Report(Event(1, 2, BootSteps.Dhcp, "first"));
        state.Report(Event(2, 5, BootSteps.Dhcp, "second"));
        state.Report(Event(4, 10, BootSteps.Kernel, "kernel and initrd"));
        state.Report(Event(5, 20, BootSteps.Rootfs, "a failed try", EventLevel.Error));

        state.Milestones().Select(e => e.Message).ShouldBe(["first", "kernel and initrd"]);
    }

    [Fact]
    public void An_event_is_taken_once()
    {
        var state = State();
        state.Report(Event(1, 2, BootSteps.Dhcp)).ShouldBeTrue();
        state.Report(Event(1, 2, BootSteps.Dhcp)).ShouldBeFalse();
        state.Events.Count.ShouldBe(1);
    }

    [Fact]
    public void The_report_takes_what_the_machine_measured()
    {
        var state = State();
        foreach (var (step, i) in UpState.Steps.Select((step, i) => (step, i))) state.Report(Event(i + 1, i + 1, step));
        state.Boot = new Boot(1, "r1n1", Start) { State = BootState.Live, Address = "10.20.0.100", Report = """{"digest":"abc","cmdline":"quiet","persisted":[{"path":"/etc/ssh","state":"seeded"}]}""" };

        var report = state.ToReport("live");

        report.Digest.ShouldBe("abc");
        report.Cmdline.ShouldBe("quiet");
        report.Persisted.ShouldBe(["/etc/ssh"]);
        report.Events.Select(e => e.Step).ShouldBe(UpState.Steps);
        report.Seconds.ShouldBe(7);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"persisted":7,"digest":3}""")]
    public void A_strange_machine_report_breaks_nothing(string text)
    {
        var state = State();
        state.Boot = new Boot(1, "r1n1", Start) { State = BootState.Live, Report = text };
        state.ToReport("live").Persisted.ShouldBeEmpty();
        Draw(state).ShouldContain("live");
    }

    [Fact]
    public void The_screen_shows_build_steps_and_the_waterfall()
    {
        var state = State();
        state.Report(new BuildProgress("chroot", 0, 2, "412 packages", Cached: true));
        state.Report(new BuildProgress("squashfs", 1, 2, "packing", 0.5) { Left = TimeSpan.FromSeconds(4) });
        state.Report(Event(1, 2, BootSteps.Dhcp, "offered [10.20.0.100]"));

        var screen = Draw(state);

        screen.ShouldContain("before this: building racklight 38.0 s");
        screen.ShouldContain("= chroot");
        screen.ShouldContain("about 4.0 s left");
        screen.ShouldContain("offered [10.20.0.100]");
        screen.ShouldContain("▸ loader");
    }

    private static string Draw(UpState state)
    {
        var console = new TestConsole().Width(140);
        console.Write(UpScreen.Draw(state, Start.AddSeconds(30)));
        return console.Output;
    }
}
