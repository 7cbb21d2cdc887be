using Racklight.App.Dashboard;
using Racklight.Nodes.Views;
using Racklight.State;

namespace Racklight.Tests.Nodes;

public sealed class WaterfallTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Bars_follow_one_another_and_end_at_live()
    {
        var fall = Waterfall.Of(Boot(BootState.Live), [At(0, BootSteps.Dhcp), At(2, BootSteps.Loader), At(3, BootSteps.Script), At(5, BootSteps.Kernel), At(9, BootSteps.Initramfs), At(12, BootSteps.Rootfs), At(20, BootSteps.Live)], NodeState.Live, Start.AddHours(3));
        fall.Length.ShouldBe(TimeSpan.FromSeconds(20));
        fall.Rows.ShouldAllBe(row => row.Tone == Tone.Good);
        for (var i = 1; i < fall.Rows.Count; i++) fall.Rows[i].From.ShouldBe(fall.Rows[i - 1].From + fall.Rows[i - 1].Width, 0.01);
        fall.Rows[^1].Took.ShouldBe(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void While_it_runs_the_next_step_grows_up_to_now()
    {
        var fall = Waterfall.Of(Boot(BootState.Booting), [At(0, BootSteps.Dhcp), At(2, BootSteps.Loader)], NodeState.Booting, Start.AddSeconds(10));
        fall.Rows[2].Tone.ShouldBe(Tone.Busy);
        fall.Rows[2].Took.ShouldBe(TimeSpan.FromSeconds(8));
        fall.Rows[3].Took.ShouldBeNull();
    }

    [Fact]
    public void A_fault_is_called_out_and_its_bar_lasts_up_to_it()
    {
        var fall = Waterfall.Of(Boot(BootState.Failed), [At(0, BootSteps.Dhcp), At(4, BootSteps.Rootfs, EventLevel.Warning), At(9, BootSteps.Rootfs, EventLevel.Error)], NodeState.Failed, Start.AddHours(1));
        var row = fall.Rows[5];
        row.Tone.ShouldBe(Tone.Bad);
        row.Took.ShouldBe(TimeSpan.FromSeconds(9));
        row.Notes.Select(note => note.Tone).ShouldBe([Tone.Warning, Tone.Bad]);
    }

    [Theory]
    [InlineData(BootState.Live, "live")]
    [InlineData(BootState.Failed, "failed")]
    [InlineData(BootState.Booting, "booting")]
    public void A_boots_state_is_read_off_its_record(BootState state, string word)
        => NodeStates.Of(Boot(state), At(1, BootSteps.Kernel), Start.AddSeconds(30)).Word().ShouldBe(word);

    [Fact]
    public void Silence_for_minutes_is_told()
        => NodeStates.Of(Boot(BootState.Booting), At(1, BootSteps.Kernel), Start.AddMinutes(6)).ShouldBe(NodeState.Silent);

    private static Boot Boot(BootState state) => new(1, "r1n1", Start) { State = state };

    private static BootEvent At(double seconds, string step, EventLevel level = EventLevel.Info) => new(0, 1, "r1n1", Start.AddSeconds(seconds), step, level, step + " said");
}
