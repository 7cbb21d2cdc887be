using System.Net;
using System.Text;
using System.Text.Json;
using Racklight.Nodes;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Tests.Nodes;

/// <summary>Machines that no file names: what is recorded of them, and how they are found again.</summary>
public sealed class DiscoveredTests
{
    private const string Stranger = "52-54-00-a7-31-0c";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_that_asks_to_boot_is_recorded_with_maker_model_cards_and_firmware()
    {
        await using var server = await NodesServer.StartAsync();
        var first = server.Clock.GetUtcNow();
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "asks") { Mac = MacAddress.Parse("52:54:00:a7:31:0c"), Begins = true, Firmware = "uefi x64", Description = "PXEClient" });
        await server.WhenAsync(Stranger, static (boots, _) => boots.Count == 1);
        server.Clock.Advance(TimeSpan.FromSeconds(20));
        await server.ScriptAsync(Stranger, more: $"&uuid=4c4c4544-0042-3510-8052-b4c04f564433&serial={Hex("7XKQ2")}&maker={Hex("Dell Inc.")}&product={Hex("PowerEdge R640")}&card=018086100e&cards={Stranger}.52-54-00-a7-31-0d..");
        var machine = JsonDocument.Parse(await server.From("127.0.0.1").GetStringAsync(new Uri("/api/discovered", UriKind.Relative), Token)).RootElement[0];
        string? Of(string name) => machine.GetProperty(name).ToString();
        (Of("mac"), Of("vendor"), Of("product"), Of("serial"), Of("firmware"), Of("address")).ShouldBe(("52:54:00:a7:31:0c", "Dell Inc.", "PowerEdge R640", "7XKQ2", "uefi x64", "127.0.0.2"));
        machine.GetProperty("cards").ToString().ShouldBe("""[{"mac":"52:54:00:a7:31:0c","kind":"Intel","pci":"8086:100e"},{"mac":"52:54:00:a7:31:0d"}]""");
        machine.GetProperty("first").GetDateTimeOffset().ShouldBe(first);
        (machine.GetProperty("last").GetDateTimeOffset() > first).ShouldBeTrue();
        machine.GetProperty("count").GetInt32().ShouldBe(2);
        // Every way to say which machine is meant leads to it.
        foreach (var name in new[] { Stranger, "52:54:00:A7:31:0C", "525400a7310c", "4C4C4544-0042-3510-8052-B4C04F564433", "7xkq2", "serial:7XKQ2" })
        {
            (await server.From("127.0.0.1").GetStringAsync(new Uri("/api/nodes/" + name, UriKind.Relative), Token)).ShouldContain($"\"name\":\"{Stranger}\"", customMessage: name);
        }
        (await server.From("127.0.0.1").GetStringAsync(new Uri("/discovered", UriKind.Relative), Token)).ShouldContain("racklight node adopt 52:54:00:a7:31:0c");
    }

    [Fact]
    public async Task Telephones_named_nodes_and_what_was_adopted_are_no_discoveries()
    {
        await using var server = await NodesServer.StartAsync();
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "the system has 10.0.0.9") { Mac = MacAddress.Parse("00:04:13:00:00:01"), Address = IPAddress.Parse("10.0.0.9") });
        await server.ScriptAsync("52-54-00-20-00-02");
        await server.ScriptAsync(Stranger, "127.0.0.3");
        async Task<string> DiscoveredAsync() => await server.From("127.0.0.1").GetStringAsync(new Uri("/api/discovered", UriKind.Relative), Token);
        JsonDocument.Parse(await DiscoveredAsync()).RootElement.GetArrayLength().ShouldBe(1);
        server.Sites.Current = server.Sites.Current with { Nodes = new Dictionary<string, NodeFile>(server.Sites.Current.Nodes) { ["r1n9"] = new() { Mac = "52:54:00:a7:31:0c" } } };
        (await DiscoveredAsync()).ShouldBe("[]");
    }

    [Theory]
    [InlineData("zz", "zz", "zz")]
    [InlineData("0", "01", "1-2-3....")]
    [InlineData("3c7363726970743e", "02ffffffff", "ff-ff-ff-ff-ff-ff.00-00-00-00-00-00.01-00-5e-00-00-01.a.b.c.d")]
    [InlineData("5c0a0d00ff", "018086", "%0a")]
    public async Task Hostile_words_of_a_board_are_cleaned_or_left_out(string maker, string card, string cards)
    {
        await using var server = await NodesServer.StartAsync();
        await server.ScriptAsync(Stranger, more: $"&maker={maker}&product={new string('4', 600)}&card={card}&cards={cards}");
        var machine = JsonDocument.Parse(await server.From("127.0.0.1").GetStringAsync(new Uri("/api/discovered", UriKind.Relative), Token)).RootElement[0];
        machine.TryGetProperty("product", out _).ShouldBeFalse();
        machine.GetProperty("cards").GetArrayLength().ShouldBe(1);
        machine.GetProperty("vendor").GetString().ShouldBe(maker switch { "3c7363726970743e" => "<script>", "5c0a0d00ff" => "\\", _ => "QEMU" });
        (await server.From("127.0.0.1").GetStringAsync(new Uri("/discovered", UriKind.Relative), Token)).ShouldNotContain("<script>");
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text)).ToLowerInvariant();
}
