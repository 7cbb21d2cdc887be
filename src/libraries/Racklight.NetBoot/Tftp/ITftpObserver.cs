using System.Net;

namespace Racklight.NetBoot.Tftp;

/// <summary>Hears what the server does. Called on its event loop: an implementation queues and returns, it never waits or throws.</summary>
public interface ITftpObserver
{
    /// <summary>A transfer was asked for and starts. A repeated request of the same transfer is not told again.</summary>
    void Requested(in TftpTransferInfo transfer)
    {
    }

    /// <summary>A request was refused.</summary>
    void Refused(in TftpRefusal refusal)
    {
    }

    /// <summary>A transfer ended with all its bytes sent.</summary>
    void Completed(in TftpTransferInfo transfer, in TftpTransferCounts counts)
    {
    }

    /// <summary>A transfer ended early.</summary>
    void Aborted(in TftpTransferInfo transfer, in TftpTransferCounts counts, in TftpAbort abort)
    {
    }
}

/// <summary>A transfer: who gets what.</summary>
/// <param name="Client">The client's address and port.</param>
/// <param name="Server">The local address that it asked.</param>
/// <param name="Name">The cleaned name.</param>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="BlockSize">Bytes in a block, as agreed.</param>
/// <param name="WindowSize">Blocks before an acknowledgement, as agreed.</param>
public readonly record struct TftpTransferInfo(IPEndPoint Client, IPAddress Server, string Name, long Length, int BlockSize, int WindowSize);

/// <summary>What a transfer took.</summary>
/// <param name="Bytes">Content bytes that the client acknowledged.</param>
/// <param name="Milliseconds">From the request to the end.</param>
/// <param name="Retransmissions">How often something was sent again.</param>
/// <param name="LastAcknowledged">False when the last block was sent but never acknowledged: some firmware stops listening there.</param>
public readonly record struct TftpTransferCounts(long Bytes, long Milliseconds, int Retransmissions, bool LastAcknowledged);

/// <summary>Why a transfer ended early.</summary>
public enum TftpAbortReason
{
    /// <summary>
    /// The client ended it before asking for any content (ERROR 8, or ERROR 0 after the OACK): the size probe that UEFI and BIOS
    /// firmware do before the real request. Not a failure.
    /// </summary>
    SizeProbe,

    /// <summary>The client sent an ERROR in the middle.</summary>
    ByClient,

    /// <summary>The client fell silent, or its port closed.</summary>
    ClientGone,

    /// <summary>The same address and port asked for something else.</summary>
    Replaced,

    /// <summary>The file could not be read to its end.</summary>
    ReadFailed,

    /// <summary>The server stops.</summary>
    ServerStopped,
}

/// <summary>How a transfer ended early.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The client's own words, or the fault's; may be empty.</param>
public readonly record struct TftpAbort(TftpAbortReason Reason, string Text);

/// <summary>Why a request was refused.</summary>
public enum TftpRefusalReason
{
    /// <summary>No such file: everyday, since loaders probe for configuration files.</summary>
    NotFound,

    /// <summary>The name leads out of the root: somebody tries, or a link is wrong.</summary>
    OutsideRoot,

    /// <summary>The file exists and cannot be served.</summary>
    NotServed,

    /// <summary>A write request: this server only reads.</summary>
    Write,

    /// <summary>Not a well-formed request.</summary>
    Malformed,

    /// <summary>As many transfers as allowed are running; the client was not answered and will ask again.</summary>
    Busy,

    /// <summary>No socket could be made for the transfer; the client was not answered and will ask again.</summary>
    NoSocket,
}

/// <summary>A refused request.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="Server">The local address that it asked.</param>
/// <param name="Name">The name as far as it could be read, made printable; may be empty.</param>
/// <param name="Reason">Why it was refused.</param>
public readonly record struct TftpRefusal(IPEndPoint Client, IPAddress Server, string Name, TftpRefusalReason Reason);
