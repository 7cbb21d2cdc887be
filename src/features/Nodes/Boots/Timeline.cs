using System.Net;
using Racklight.Images;
using Racklight.Nodes.Assigning;
using Racklight.Nodes.Refs;
using Racklight.State;

namespace Racklight.Nodes.Boots;

/// <summary>Puts what DHCP, TFTP and image downloads show of a machine on the timeline of the boot that it belongs to.</summary>
internal sealed class Timeline(SiteIndex index, MachineBook book, BootLedger ledger, Lanes lanes, Tries tries, Assignments assignments, OnceBoots once, TimeProvider clock) : INodes, IDownloadWatcher
{
    // PXE firmware asks again for up to 60 s (PXE 2.1 §2.2.3: after 4, 8, 16 and 32 s); later it was switched on anew.
    private static readonly TimeSpan DiscoverPatience = TimeSpan.FromSeconds(64);
    private static readonly TimeSpan LoaderPatience = TimeSpan.FromSeconds(20);

    // Opening a boot is a durable write; invented MACs must not turn that into a lever. A storm of real machines fits in the burst.
    private readonly TokenBucket _strangers = new(20_000, 500);
    private readonly Lock _strangersLock = new();

    /// <inheritdoc/>
    public void Saw(Sighting sighting)
    {
        var mac = sighting.Mac ?? book.HolderOf(sighting.Address);
        if (mac is not { } machine) return;
        if (sighting.Mac is not null) book.Note(machine, sighting.Address, sighting.Uuid, byDhcp: sighting.Step == BootSteps.Dhcp);
        var uuid = sighting.Uuid ?? book.UuidOf(machine);
        var node = index.Find(machine, uuid);
        var at = clock.GetUtcNow();
        ledger.Store.See(new SeenMachine(machine.ToString())
        {
            Node = node.File is null ? null : node.Name,
            First = at,
            Last = at,
            Count = 1,
            Uuid = uuid,
            Description = sighting.Description ?? sighting.Firmware,
            Firmware = sighting.Firmware,
            Address = sighting.Address is { } address && !address.Equals(IPAddress.Any) ? address.ToString() : null,
        });
        if (node.File is null && IsBootClient(sighting) && !MayRecordStranger(at)) return;
        lanes.Post(machine, token => RecordAsync(machine, node.Name, sighting, at, token));
    }

    /// <inheritdoc/>
    public IPAddress? Reservation(MacAddress mac, string? uuid) => index.Reservation(mac, uuid);

    /// <inheritdoc/>
    public bool BootsFromNetwork(MacAddress mac, string? uuid)
    {
        var node = index.Find(mac, uuid);
        if (tries.Has(node.Name)) return true;
        // What is assigned once must reach the machine to be used up, even its own disk.
        return assignments.Known(new AssignmentTargets(node.Name, mac.ToHyphens(), uuid, null)) is { } assigned ? assigned.Once || assigned.What != "local" : node.Boots != "local";
    }

    /// <inheritdoc/>
    public void Served(Download download)
    {
        if (book.HolderOf(download.Client) is not { } mac) return;
        var node = index.Find(mac, book.UuidOf(mac)).Name;
        var at = clock.GetUtcNow();
        lanes.Post(mac, token => RecordAsync(node, download, at, token));
    }

    /// <summary>True when a sign of a machine belongs to a new boot.</summary>
    internal static bool Opens(ActiveBoot? active, Sighting sighting, DateTimeOffset at)
    {
        // Telephones and printers ask for addresses too: only firmware, iPXE and whoever fetches a loader is booting.
        var bootClient = IsBootClient(sighting);
        if (active is null) return bootClient;
        if (active.Boot.State != BootState.Booting) return bootClient && (sighting.Begins || active.Boot.State == BootState.Live || active.Reached >= Steps.Initramfs);
        if (active.Reached >= Steps.Initramfs || active.Spent) return bootClient;
        if (!sighting.Begins) return false;
        if (active.Reached > Steps.Loader) return true;
        return at - active.LastHeard > (active.Reached == Steps.Loader ? LoaderPatience : DiscoverPatience);
    }

    private async Task RecordAsync(MacAddress mac, string node, Sighting sighting, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var hold = await ledger.EnterAsync(node, cancellationToken);
        if (Opens(hold.Active, sighting, at)) await hold.OpenAsync(mac, at, cancellationToken);
        // The system of a live machine renews its lease for weeks: that is no part of its boot.
        else if (hold.Active is not { } active || (active.Boot.State == BootState.Live && sighting.Level == EventLevel.Info)) return;
        var address = sighting.Address is { } a && !a.Equals(IPAddress.Any) ? a.ToString() : null;
        await hold.UpdateAsync(boot => boot with { Address = address ?? boot.Address, Firmware = sighting.Firmware ?? boot.Firmware, Mac = mac.ToString() }, cancellationToken);
        hold.Append(sighting.Step, sighting.Level, sighting.Message, address is null ? null : $$"""{"address":"{{address}}"}""", at);
    }

    private async Task RecordAsync(string node, Download download, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var hold = await ledger.EnterAsync(node, cancellationToken);
        if (hold.Active is not { Boot.State: BootState.Booting } active) return;
        var whole = download.Complete && download.Bytes == download.Total && download.Image.Hex == active.Boot.Image;
        if (whole && download.Part is ("kernel" or "initrd")) await once.FetchedAsync(hold, download.Part, cancellationToken);
        var size = Amount.Bytes(download.Bytes);
        switch (download.Part)
        {
            case "kernel" or "initrd" when !download.Complete:
                hold.Append(BootSteps.Kernel, EventLevel.Warning, $"the connection ended before {download.Part} was fetched whole", at: at);
                break;
            // iPXE fetches the kernel first: once the initrd is there, both are.
            case "initrd":
                hold.Append(BootSteps.Kernel, EventLevel.Info, $"kernel and initrd fetched (initrd {size})", $$"""{"bytes":{{download.Bytes}}}""", at);
                break;
            case "rootfs" when download.Complete && active.Reached < Steps.IndexOf(BootSteps.Live):
                var part = download.Bytes == download.Total ? "root file" : "rest of the root file";
                hold.Append(BootSteps.Rootfs, EventLevel.Info, $"{part} sent, {size} in {Amount.Seconds(download.Took)}", $$"""{"bytes":{{download.Bytes}},"total":{{download.Total}}}""", at);
                break;
            case "rootfs":
                hold.Append(BootSteps.Rootfs, EventLevel.Warning, $"the connection ended before the root file was fetched whole; the machine resumes", at: at);
                break;
        }
    }

    private static bool IsBootClient(Sighting sighting) => sighting.Begins || sighting.Firmware is not null || sighting.Step == BootSteps.Loader;

    private bool MayRecordStranger(DateTimeOffset now)
    {
        lock (_strangersLock) return _strangers.TryTake(now);
    }
}
