using System.Text;
using System.Text.RegularExpressions;
using Racklight.Labs;

namespace Racklight.Tests.Labs;

public sealed class ConsoleLinesTests
{
    private readonly ConsoleLines _lines = new();

    [Fact]
    public async Task Escape_sequences_are_dropped_even_when_cut_in_two()
    {
        Say("\u001b[0;1miPXE 1.0.0\u001b[", "0m -- Open\r\n");
        (await AllAsync()).ShouldBe(["iPXE 1.0.0 -- Open"]);
    }

    [Fact]
    public async Task Moving_the_cursor_ends_the_line_as_firmware_draws_its_screens()
    {
        Say("\u001b[2J\u001b[01;01H>>Start PXE over IPv4.\u001b[03;01HStation IP address is 10.20.0.100\r\n");
        (await AllAsync()).ShouldBe([">>Start PXE over IPv4.", "Station IP address is 10.20.0.100"]);
    }

    [Fact]
    public async Task Characters_cut_between_two_reads_are_whole()
    {
        var text = Encoding.UTF8.GetBytes("héé\n");
        foreach (var octet in text) _lines.Add([octet]);
        (await AllAsync()).ShouldBe(["héé"]);
    }

    [Fact]
    public async Task A_prompt_is_found_before_its_line_ends()
    {
        var waiting = _lines.WaitAsync(new Regex("login: $"), 0, TestContext.Current.CancellationToken);
        Say("Debian GNU/Linux 12 n1 ttyS0\n\nn1 login: ");
        (await waiting).Success.ShouldBeTrue();
    }

    [Fact]
    public async Task Waiting_from_a_position_does_not_see_what_came_before()
    {
        Say("RACKLIGHT-LIVE first\n");
        var waiting = _lines.WaitAsync(new Regex("RACKLIGHT-LIVE (.*)"), _lines.Count, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        Say("RACKLIGHT-LIVE second\n");
        (await waiting).Groups[1].Value.ShouldBe("second");
    }

    [Fact]
    public async Task Two_readers_both_get_every_line()
    {
        var first = AllAsync(end: false);
        var second = AllAsync(end: false);
        for (var i = 0; i < 1000; i++) Say($"line {i}\n");
        _lines.End();
        (await first).Count.ShouldBe(1000);
        (await second).ShouldBe(await first);
    }

    [Fact]
    public async Task A_wait_ends_with_the_rack()
    {
        var waiting = _lines.WaitAsync(new Regex("never"), 0, TestContext.Current.CancellationToken);
        _lines.End();
        await Should.ThrowAsync<EndOfStreamException>(waiting);
    }

    [Fact]
    public async Task A_flood_without_line_ends_stays_bounded()
    {
        for (var i = 0; i < 100; i++) Say(new string('x', 1000));
        Say("\n");
        (await AllAsync()).Single().Length.ShouldBe(4096);
    }

    private void Say(params string[] texts)
    {
        foreach (var text in texts) _lines.Add(Encoding.UTF8.GetBytes(text));
    }

    private async Task<List<string>> AllAsync(bool end = true)
    {
        if (end) _lines.End();
        var all = new List<string>();
        await foreach (var line in _lines.ReadAsync(0, TestContext.Current.CancellationToken)) all.Add(line);
        return all;
    }
}
