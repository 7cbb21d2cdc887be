namespace Racklight.NetBoot.Tftp;

/// <summary>Operation codes of RFC 1350 §5 and RFC 2347.</summary>
internal enum TftpOpcode : ushort
{
    Read = 1,
    Write = 2,
    Data = 3,
    Acknowledge = 4,
    Error = 5,
    OptionAcknowledge = 6,
}
