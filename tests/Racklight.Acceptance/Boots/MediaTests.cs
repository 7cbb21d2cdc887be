using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>
/// Start media on both firmwares, as CD and as USB stick: the machine has no way to boot by the network, the router's DHCP knows nothing of
/// booting, and the server is told of by the medium alone. Passed when the server has handed out the machine's script.
/// </summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "media")]
public sealed partial class MediaTests : IAsyncLifetime
{
    private const int AdminPort = 8081;
    private readonly RunJournal _journal = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-media-").FullName;
    private readonly string _node = RackName.Fresh("n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 15 * 60 * 1000)]
    [InlineData(Firmware.Bios, "iso")]
    [InlineData(Firmware.Uefi, "iso")]
    [InlineData(Firmware.Bios, "usb")]
    [InlineData(Firmware.Uefi, "usb")]
    public async Task A_medium_leads_to_the_machines_script(Firmware firmware, string medium)
    {
        Needs.Host("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/sbin/dnsmasq", "/usr/lib/ipxe/ipxe.lkrn", "/usr/bin/xorriso", "/usr/bin/mcopy", "/usr/bin/syslinux", "/usr/lib/ISOLINUX/isolinux.bin");
        var file = Path.Combine(_directory, "rack." + medium);
        var made = await RacklightProgram.RunAsync(Token, "menu", "media", "--" + medium, file, "--server", "10.20.0.1", "--serial");
        made.ExitCode.ShouldBe(0, made.Error + made.Output);

        await using var rack = await Rack.CreateAsync(new RackOptions
        {
            Name = RackName.Fresh("media"),
            Machines = [new MachineOptions { Name = _node, Firmware = firmware, MemoryMiB = 512, Mac = MacAddress.Parse(TestSite.Mac), Cdrom = medium == "iso" ? file : null, Usb = medium == "usb" ? file : null }],
        }, _journal, Token);
        await using var router = await ForeignDhcp.StartAsync(rack, _directory, _journal, Token);
        await using var server = await ServeAsync(rack);
        using var api = new BootApi(rack.Namespace, AdminPort);
        await rack.Machines[0].PowerOnAsync(Token);
        var boot = await api.WaitAsync(_node, boot => boot.Has(BootSteps.Script), Token);
boot.Events.ShouldAllBe(e => !e.Message.Contains("offered", StringComparison.Ordinal), "its address must come from the router alone");
        // The script was run, not only fetched.
        await rack.Machines[0].WaitForLineAsync(OwnDisk(), 0, Token);
    }

    public ValueTask InitializeAsync()
    {
        _journal.Record(LeftoverKind.Directory, _directory);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        _journal.Forget(LeftoverKind.Directory, _directory);
        _journal.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<LoggedProcess> ServeAsync(Rack rack)
    {
        var site = Path.Combine(_directory, "site");
        Directory.CreateDirectory(Path.Combine(site, "nodes"));
        await File.WriteAllTextAsync(Path.Combine(site, "site.yaml"), """
            site: media
            networks:
              rack: { cidr: 10.20.0.0/24, dhcp: off }
            unknown: local

            """, Token);
        await File.WriteAllTextAsync(Path.Combine(site, "nodes", _node + ".yaml"), $"mac: {TestSite.Mac}\nboots: local\n", Token);
        var process = RacklightProgram.Start(rack.Namespace, "serve", "--site", site, "--state", Path.Combine(_directory, "state"), "--address", rack.Gateway.ToString(), "--admin-port", $"{AdminPort}", "--dhcp", "off");
        _journal.Record(process);
        var server = new LoggedProcess(process, Path.Combine(_directory, "serve.log"));
        await server.WaitForLineAsync(ServerIsUp(), Token);
        return server;
    }

    [GeneratedRegex(@"starts from its own disk")]
    private static partial Regex OwnDisk();

    [GeneratedRegex(@"machines: http://")]
    private static partial Regex ServerIsUp();
}
