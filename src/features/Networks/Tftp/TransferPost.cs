using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Racklight.NetBoot.Tftp;
using Racklight.Nodes;
using Racklight.State;

namespace Racklight.Networks.Tftp;

/// <summary>Takes what TFTP did off its event loop and puts it on the machines' timelines. When they cannot keep up, sightings are lost, never packets.</summary>
internal sealed class TransferPost : ITftpObserver, IAsyncDisposable
{
    private const int Capacity = 8192;
    private readonly Channel<Sighting> _sightings = Channel.CreateBounded<Sighting>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Task _posting;

    public TransferPost(INodes nodes)
    {
        _posting = Task.Run(async () =>
        {
            await foreach (var sighting in _sightings.Reader.ReadAllAsync()) nodes.Saw(sighting);
        });
    }

    /// <inheritdoc/>
    public void Completed(in TftpTransferInfo transfer, in TftpTransferCounts counts)
        => Post(transfer.Client, EventLevel.Info, string.Create(CultureInfo.InvariantCulture, $"{transfer.Name} sent by TFTP: {(counts.Bytes + 512) / 1024} KiB in {counts.Milliseconds / 1000.0:0.0} s{(counts.Retransmissions > 0 ? $", {counts.Retransmissions} sent again" : "")}"));

    /// <inheritdoc/>
    public void Aborted(in TftpTransferInfo transfer, in TftpTransferCounts counts, in TftpAbort abort)
    {
        var why = abort.Reason switch
        {
            TftpAbortReason.ByClient => $"the machine gave up: {abort.Text}",
            TftpAbortReason.ClientGone => "the machine fell silent",
            TftpAbortReason.ReadFailed => $"it could not be read: {abort.Text}",
            // A size probe, a repeated question, our own stop: part of a healthy boot.
            _ => null,
        };
        if (why is not null) Post(transfer.Client, EventLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{transfer.Name} by TFTP stopped after {counts.Bytes} of {transfer.Length} bytes: {why}"));
    }

    /// <inheritdoc/>
    public void Refused(in TftpRefusal refusal)
    {
        var what = refusal.Reason switch
        {
            TftpRefusalReason.OutsideRoot => $"TFTP request for {refusal.Name} refused: it leads out of the bootloader set",
            TftpRefusalReason.Write => $"TFTP write of {refusal.Name} refused: this server only reads",
            TftpRefusalReason.NotServed => $"TFTP request for {refusal.Name} refused: it cannot be served",
            // Loaders probe for files that need not exist; noise has no place on a timeline.
            _ => null,
        };
        if (what is not null) Post(refusal.Client, EventLevel.Warning, what);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sightings.Writer.TryComplete();
        await _posting;
    }

    private void Post(IPEndPoint client, EventLevel level, string message)
        => _sightings.Writer.TryWrite(new Sighting(BootSteps.Loader, message) { Address = client.Address, Level = level });
}
