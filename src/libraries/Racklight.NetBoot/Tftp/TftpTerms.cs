namespace Racklight.NetBoot.Tftp;

/// <summary>Options of RFC 2348, 2349 and 7440.</summary>
[Flags]
internal enum TftpOption
{
    None = 0,
    BlockSize = 1,
    WindowSize = 2,
    Timeout = 4,
    TransferSize = 8,
}

/// <summary>What client and server agreed on for one transfer.</summary>
internal readonly record struct TftpTerms
{
    /// <summary>What a client that asks for nothing gets (RFC 1350 §2).</summary>
    public const int DefaultBlockSize = 512;

    /// <summary>The options to acknowledge.</summary>
    public TftpOption Agreed { get; init; }

    /// <summary>Content bytes in a DATA packet, 8 to 65464.</summary>
    public int BlockSize { get; init; }

    /// <summary>Blocks sent before an ACK is awaited, 1 and up.</summary>
    public int WindowSize { get; init; }

    /// <summary>Seconds between retransmissions, 1 to 255.</summary>
    public int TimeoutSeconds { get; init; }

    public bool Has(TftpOption option) => (Agreed & option) != 0;

    /// <summary>
    /// Decides on a request's options. A value outside an option's range is as if it had not been asked for (RFC 2347: an
    /// option that is not acknowledged is not in force); a block or window that is too large is answered with a smaller one.
    /// </summary>
    public static TftpTerms Decide(in TftpRequest request, int largestBlock, int largestWindow)
    {
        var terms = new TftpTerms { BlockSize = DefaultBlockSize, WindowSize = 1, TimeoutSeconds = 1 };
        if (request.BlockSize is >= 8 and <= 65464)
        {
            terms = terms with { Agreed = terms.Agreed | TftpOption.BlockSize, BlockSize = Math.Min(request.BlockSize, Math.Max(8, largestBlock)) };
        }
        if (request.WindowSize is >= 1 and <= 65535)
        {
            terms = terms with { Agreed = terms.Agreed | TftpOption.WindowSize, WindowSize = Math.Min(request.WindowSize, Math.Max(1, largestWindow)) };
        }
        if (request.Timeout is >= 1 and <= 255)
        {
            terms = terms with { Agreed = terms.Agreed | TftpOption.Timeout, TimeoutSeconds = request.Timeout };
        }
        if (request.AsksSize) terms = terms with { Agreed = terms.Agreed | TftpOption.TransferSize };
        return terms;
    }
}
