using CsCheck;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;

namespace Racklight.Tests.NetBoot.Ipxe;

public sealed class IpxeScriptTests
{
    private static readonly Gen<string> HostileText = Words("||", "&&", ";", "#", "#a", "a#", "\\", "a\\", " ", "  ", "-", "--", "-n", "a", "ü", "$", "{", "}", "a;b", "x||y", "\"", "'", "%26")
        .Array[0, 8].Select(static words => string.Concat(words));

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Fact]
    public void What_is_written_is_what_iPXE_reads() => HostileText.Where(static text => !text.Contains("${", StringComparison.Ordinal)).Sample(text =>
    {
        var script = new IpxeScript().Echo(text).ExitToFirmware().Build();
        return IpxeReader.Echoed(script).Single() == text && IpxeLint.Check(script).Count == 0;
    });

    [Fact]
    public void Text_around_a_setting_is_read_back_too() => Gen.Select(HostileText, HostileText).Where(static (a, b) => !(a + b).Contains("${", StringComparison.Ordinal)).Sample((before, after) =>
    {
        var script = new IpxeScript().Set("v", "1").Echo($"{before}{Setting.Variable("v")}{after}").ExitToFirmware().Build();
        return IpxeReader.Echoed(script).Single() == before + "1" + after;
    });

    [Fact]
    public void Plain_text_stays_readable() => new IpxeScript().Echo("booting r1n2").ExitToFirmware().Build().ShouldBe("#!ipxe\necho booting r1n2\nexit 1\n");

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0")]
    [InlineData("\u001b[2J")]
    [InlineData("${net0/mac}")]
    public void What_no_spelling_can_carry_is_refused(string text) => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Echo(text));

    [Fact]
    public void A_dollar_and_a_brace_that_meet_at_a_seam_are_refused()
    {
        var brace = "{mac}";
        Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Echo($"a${brace}"));
    }

    [Fact]
    public void A_jump_to_nowhere_is_refused() => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Goto("there").Build()).Message.ShouldContain("there");

    [Fact]
    public void A_fetch_without_a_failed_label_is_refused() => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Chain("http://a/b").Build()).Message.ShouldContain("failed");

    [Fact]
    public void A_label_twice_is_refused() => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Label("a").Label("a"));

    [Fact]
    public void An_end_that_falls_into_the_firmware_is_refused() => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Echo("x").Build()).Message.ShouldContain("runs off");

    [Fact]
    public void A_line_that_nothing_leads_to_is_refused() => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().ExitToFirmware().Echo("x"));

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a;b")]
    public void A_label_that_is_not_one_plain_word_is_refused(string name) => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Label(name));

    [Fact]
    public void A_value_of_several_words_is_compared_whole()
    {
        var script = new IpxeScript().Label("x").GotoIf(IpxeCondition.Equal(Setting.Variable("v"), "a b"), "x").ExitToFirmware().Build();
        script.ShouldContain("set rl-t1:hex 61:20:62\niseq ${v} ${rl-t1:string} && goto x ||\n");
    }

    [Fact]
    public void Text_that_could_start_like_an_option_is_kept_from_being_one()
    {
        new IpxeScript().Echo(Setting.Serial).ExitToFirmware().Build().ShouldContain("echo -- ${serial}\n");
        new IpxeScript().Echo("-n").ExitToFirmware().Build().ShouldContain("echo -- -n\n");
    }

    [Fact]
    public void Initrds_with_one_name_are_refused()
        => Should.Throw<IpxeSyntaxException>(() => new IpxeScript().Boot("http://a/k", [new("http://a/1"), new("http://a/2")], []));
}
