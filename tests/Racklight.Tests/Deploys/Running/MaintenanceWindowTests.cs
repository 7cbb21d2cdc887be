using System.Globalization;
using Racklight.Deploys.Running.Windows;

namespace Racklight.Tests.Deploys.Running;

public sealed class MaintenanceWindowTests
{
    [Theory]
    [InlineData("Sat 22:00-06:00 UTC", "2026-11-28T21:59", false)]
    [InlineData("Sat 22:00-06:00 UTC", "2026-11-28T22:00", true)]
    [InlineData("Sat 22:00-06:00 UTC", "2026-11-29T05:59", true)]
    [InlineData("Sat 22:00-06:00 UTC", "2026-11-29T06:00", false)]
    [InlineData("Sat 22:00-06:00 UTC", "2026-11-27T23:00", false)]
    [InlineData("Sat 22:00-06:00 Europe/Berlin", "2026-11-28T21:00", true)]
    [InlineData("Mon-Fri 20:00-23:30, Sun 00:00-24:00 UTC", "2026-11-29T23:59", true)]
    [InlineData("Mon-Fri 20:00-23:30, Sun 00:00-24:00 UTC", "2026-11-30T23:29", true)]
    [InlineData("Fri-Mon 01:00-02:00 UTC", "2026-12-01T01:30", false)]
    [InlineData("daily 02:00-04:00 UTC", "2026-12-01T03:00", true)]
    [InlineData("02:00-04:00 UTC", "2026-12-01T03:00", true)]
    public void A_moment_is_inside_or_outside(string text, string now, bool open) => Window(text).IsOpen(At(now)).ShouldBe(open);

    [Fact]
    public void It_says_when_it_opens_in_its_own_zone()
    {
        var window = Window("Sat 22:00-06:00 Europe/Berlin");
        window.Show(window.Opens(At("2026-11-23T12:00"))).ShouldBe("Sat 2026-11-28 22:00 Europe/Berlin");
        window.Opens(At("2026-11-28T23:00")).ShouldBe(At("2026-11-28T23:00"));
    }

    [Fact]
    public void Windows_that_touch_are_one_until_the_last_closes()
        => Window("Fri 22:00-24:00, Sat 00:00-03:00 UTC").Closes(At("2026-11-27T23:00")).ShouldBe(At("2026-11-28T03:00"));

    [Fact]
    public void A_clock_that_is_put_forward_or_back_moves_the_window_with_it()
    {
        // 2026-03-29 02:00 in Berlin does not exist; 2026-10-25 02:30 comes twice, and the first counts.
        Window("Sun 02:30-05:00 Europe/Berlin").Opens(At("2026-03-28T12:00")).ShouldBe(At("2026-03-29T01:30"));
        Window("Sun 02:30-05:00 Europe/Berlin").Opens(At("2026-10-24T12:00")).ShouldBe(At("2026-10-25T00:30"));
    }

    [Theory]
    [InlineData("Sat")]
    [InlineData("Sat 22-06")]
    [InlineData("Sat 25:00-26:00")]
    [InlineData("Sat 22:00-22:00")]
    [InlineData("Xyz 22:00-06:00")]
    [InlineData("Sat 22:00-06:00 Europe/Atlantis")]
    [InlineData("Sat Sun 22:00-06:00 UTC")]
    [InlineData("")]
    public void What_is_no_window_is_refused_with_an_example(string text)
        => Should.Throw<ProblemException>(() => Window(text)).Problems[0].Hint!.ShouldContain("Sat 22:00-06:00");

    private static MaintenanceWindow Window(string text) => MaintenanceWindow.Parse(text, TimeZoneInfo.Utc);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "Z", CultureInfo.InvariantCulture);
}
