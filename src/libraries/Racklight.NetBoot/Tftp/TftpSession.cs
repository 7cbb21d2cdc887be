namespace Racklight.NetBoot.Tftp;

/// <summary>A transfer as the event loop holds it: the state machine, the file, and where its packets go.</summary>
internal sealed class TftpSession
{
    public required TftpTransfer Transfer { get; init; }

    public required ITftpFile File { get; init; }

    public required string Name { get; init; }

    /// <summary>The request's bytes: the same bytes again are the same transfer.</summary>
    public required byte[] Request { get; init; }

    public required RawAddress Peer { get; init; }

    public required RawAddress Local { get; init; }

    public required TftpListener Listener { get; init; }

    /// <summary>The socket of this transfer alone, connected to its client; -1 in single-port mode.</summary>
    public required int Descriptor { get; init; }

    /// <summary>The kernel cuts one buffer into the window's packets.</summary>
    public bool Segments { get; set; }

    /// <summary>Place in the loop's table.</summary>
    public int Index { get; set; }

    /// <summary>Which listener, for the table of clients.</summary>
    public int ListenerIndex { get; set; }

    public long Started { get; init; }

    public TftpTransferInfo Info
        => new(Peer.EndPoint, Local.Address, Name, Transfer.Length, Transfer.Terms.BlockSize, Transfer.Terms.WindowSize);

    public TftpTransferCounts Counts(long now)
        => new(Transfer.AcknowledgedBytes, now - Started, Transfer.Retransmissions, Transfer.FirstToSend > Transfer.LastBlock);
}
