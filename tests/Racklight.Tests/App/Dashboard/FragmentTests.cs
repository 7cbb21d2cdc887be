using Racklight.App.Dashboard;

namespace Racklight.Tests.App.Dashboard;

public sealed class FragmentTests
{
    [Fact]
    public void Every_line_of_a_fragment_is_a_data_line()
        => Fragments.Format("swap", "id\n<p>\r\n</p>").ShouldBe("event: swap\ndata: id\ndata: <p>\ndata: </p>\n\n");

    [Theory]
    [InlineData(3, "now")]
    [InlineData(59, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(200000, "2 d ago")]
    public void Times_are_told_relative(int seconds, string words) => Parts.Relative(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Fact]
    public void Every_tone_has_a_mark_of_its_own_shape()
        => Enum.GetValues<Tone>().Select(tone => Parts.Mark(tone).ToString()!.Split('>', 2)[1]).Distinct().Count().ShouldBe(Enum.GetValues<Tone>().Length);
}
