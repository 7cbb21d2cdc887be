using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Racklight.Images;
using Racklight.Nodes.Boots;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

/// <summary>Brings boots about on the real ledger, with the times that pictures need.</summary>
internal sealed class RackOfNodes(IServiceProvider services, IDatabase database)
{
    private static readonly (string Step, double At, string Message)[] Healthy =
    [
        (BootSteps.Dhcp, 0, "DISCOVER by UEFI firmware, answered"),
        (BootSteps.Dhcp, 2.1, "REQUEST for 10.20.0.102, acknowledged"),
        (BootSteps.Loader, 3.4, "snponly.efi sent, 174 kB in 0.4 s"),
        (BootSteps.Script, 6.2, "iPXE 1.21.1+ fetched its script: kvm@stable"),
        (BootSteps.Kernel, 8.9, "kernel and initrd fetched (initrd 31 MB)"),
        (BootSteps.Initramfs, 15.3, "network is up on eno1"),
        (BootSteps.Rootfs, 21.8, "root file sent, 342 MB in 5.9 s"),
        (BootSteps.Rootfs, 23.1, "mounted"),
        (BootSteps.Live, 34.6, "the system is up, 612 MB of 8.2 GB memory used, 8 paths on the data disk"),
    ];

    /// <summary>A boot that went well, so many minutes ago.</summary>
    public Task HealthyAsync(string node, int number, double minutesAgo, Image image) => BootAsync(node, number, minutesAgo, image, Healthy.Length, BootState.Live);

    /// <summary>A boot that is under way and has passed the given number of events.</summary>
    public Task RunningAsync(string node, int number, double secondsAgo, int events) => BootAsync(node, number, secondsAgo / 60, events > 3 ? RackImages.Stable : null, events, BootState.Booting);

    /// <summary>A boot whose root file arrived damaged.</summary>
    public async Task DamagedAsync(string node, int number, double minutesAgo)
    {
        await BootAsync(node, number, minutesAgo, RackImages.Stable, 6, BootState.Booting);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo);
        await AddAsync(node, BootSteps.Rootfs, EventLevel.Warning, "transfer 1 of 20 broke at 136800000 of 342000000 bytes: connection reset", at.AddSeconds(18.4));
        await AddAsync(node, BootSteps.Rootfs, EventLevel.Error, "the root file's checksum is wrong: received 91b0c2e7a4d1, expected 5c27f09e13aa", at.AddSeconds(27.2));
        await EndAsync(node, BootState.Failed, at.AddSeconds(27.2), null);
    }

    /// <summary>One more event, now.</summary>
    public Task AddAsync(string node, string step, EventLevel level, string message) => AddAsync(node, step, level, message, TimeProvider.System.GetUtcNow());

    /// <summary>Opens a boot now.</summary>
    public async Task OpenAsync(string node, int number)
    {
        using var hold = await Ledger.EnterAsync(node, CancellationToken.None);
        await hold.OpenAsync(MacAddress.Parse(RackSite.Mac(number)), TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>Ends a boot.</summary>
    public async Task EndAsync(string node, BootState state, DateTimeOffset at, string? report)
    {
        using var hold = await Ledger.EnterAsync(node, CancellationToken.None);
        await hold.UpdateAsync(boot => boot with { State = state, Ended = at, Report = report ?? boot.Report }, CancellationToken.None);
    }

    /// <summary>The rack that the pictures in the documentation show.</summary>
    public async Task FillAsync()
    {
        for (var day = 6; day >= 2; day--) await HealthyAsync("r1n1", 1, day * 1440, RackImages.Minimal);
        await HealthyAsync("r1n1", 1, 2100, RackImages.Stable);
        await HealthyAsync("r1n2", 2, 46, RackImages.Canary);
        await HealthyAsync("r1n3", 3, 2090, RackImages.Stable);
        await HealthyAsync("r1n4", 4, 2088, RackImages.Stable);
        await RunningAsync("r1n5", 5, 17, 6);
        await DamagedAsync("r1n6", 6, 4);
        await BootAsync("r1n7", 7, 26, null, 3, BootState.Booting);
        See("52:54:00:a7:31:0c", null, null, "bios", null, "52:54:00:a7:31:0c=1af4:1000", 3, 70);
        See("3c:ec:ef:4d:10:22", "Supermicro", "SYS-1029U", "uefi x64", "S348821X9", "3c:ec:ef:4d:10:22=15b3:1017 3c:ec:ef:4d:10:23", 12, 4000);
        See("dc:a6:32:11:22:33", null, null, "uefi arm64", null, null, 41, 90);
        await OpenAsync("52-54-00-a7-31-0c", 0xc);
        await AddAsync("52-54-00-a7-31-0c", BootSteps.Script, EventLevel.Info, "iPXE shows the menu", TimeProvider.System.GetUtcNow(), """{"outcome":"menu"}""");
    }

    /// <summary>A machine that no file names shows itself, and boots.</summary>
    public async Task DiscoverAsync(int number, string maker, string product, string firmware, string serial)
    {
        var mac = MacAddress.Parse(RackSite.Mac(number));
        See(mac.ToString(), maker, product, firmware, serial, $"{mac}=8086:1572", 0, 0);
        await OpenAsync(mac.ToHyphens(), number);
    }

    /// <summary>Somebody assigns something.</summary>
    public Task AssignAsync(string node, string what, bool once)
        => database.Assignments.SetAsync([new Assignment(node, what, once, "ops", TimeProvider.System.GetUtcNow())], CancellationToken.None);

    private void See(string mac, string? maker, string? product, string firmware, string? serial, string? cards, double minutesAgo, double firstAgo)
    {
        var now = TimeProvider.System.GetUtcNow();
        database.Boots.See(new SeenMachine(mac)
        {
            First = now.AddMinutes(-firstAgo),
            Last = now.AddMinutes(-minutesAgo),
            Count = 3 + (long)firstAgo / 40,
            Manufacturer = maker,
            Product = product,
            Firmware = firmware,
            Serial = serial,
            Cards = cards,
            Description = "iPXE 1.21.1+",
        });
    }

    private BootLedger Ledger => services.GetRequiredService<BootLedger>();

    private async Task BootAsync(string node, int number, double minutesAgo, Image? image, int events, BootState state)
    {
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo);
        using (var hold = await Ledger.EnterAsync(node, CancellationToken.None))
        {
            await hold.OpenAsync(MacAddress.Parse(RackSite.Mac(number)), start, CancellationToken.None);
            await hold.UpdateAsync(boot => boot with { Address = new IPAddress([10, 20, 0, (byte)(100 + number)]).ToString(), Firmware = "uefi x64", Image = image?.Digest.Hex }, CancellationToken.None);
        }
        // A stretch of its own for each node, or the rack looks like one machine eight times.
        var stretch = 1 + number * 0.07;
        foreach (var (step, at, message) in Healthy.Take(events)) await AddAsync(node, step, EventLevel.Info, message, start.AddSeconds(at * (state == BootState.Booting ? 1 : stretch)));
        if (state != BootState.Booting) await EndAsync(node, state, start.AddSeconds(34.6 * stretch), Report(image!, number));
        await database.Boots.FlushAsync(CancellationToken.None);
    }

    private async Task AddAsync(string node, string step, EventLevel level, string message, DateTimeOffset at, string? data = null)
    {
        using var hold = await Ledger.EnterAsync(node, CancellationToken.None);
        hold.Append(step, level, message, data, at);
    }

    private static string Report(Image image, int number) => $$"""
        {"digest":"{{image.Manifest.Rootfs.Digest}}","kernel":"6.1.0-50-amd64","cmdline":"initrd=initrd.img racklight.server=http://10.20.0.1:8080 racklight.image={{image.Digest}} ip=dhcp console=ttyS0",
         "memory":{"total":8008000,"used":{{540000 + number * 31000}},"available":7300000},
         "persisted":[{"path":"/etc/ssh","state":"linked"},{"path":"/etc/libvirt","state":"linked"},{"path":"/etc/nova","state":"linked"},{"path":"/etc/openvswitch","state":"linked"},{"path":"/etc/systemd/network","state":"seeded"},{"path":"/var/lib/libvirt","state":"linked"},{"path":"/var/lib/nova","state":"linked"},{"path":"/var/lib/openvswitch","state":"linked"}],
         "failed":[]}
        """;
}
