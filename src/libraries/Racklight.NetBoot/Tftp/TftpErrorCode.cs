namespace Racklight.NetBoot.Tftp;

/// <summary>Error codes of RFC 1350 (appendix) and RFC 2347 (8).</summary>
public enum TftpErrorCode : ushort
{
    /// <summary>See the message.</summary>
    NotDefined = 0,

    /// <summary>File not found.</summary>
    FileNotFound = 1,

    /// <summary>Access violation: what a write request is answered with.</summary>
    AccessViolation = 2,

    /// <summary>Disk full.</summary>
    DiskFull = 3,

    /// <summary>Illegal TFTP operation.</summary>
    IllegalOperation = 4,

    /// <summary>Unknown transfer ID.</summary>
    UnknownTransfer = 5,

    /// <summary>File already exists.</summary>
    FileExists = 6,

    /// <summary>No such user.</summary>
    NoSuchUser = 7,

    /// <summary>The client ends the negotiation; firmware does so after it has learnt a file's size from <c>tsize</c>.</summary>
    OptionsRefused = 8,
}
