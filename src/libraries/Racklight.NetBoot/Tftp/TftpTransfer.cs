namespace Racklight.NetBoot.Tftp;

/// <summary>What the edge has to do after a packet or a timer.</summary>
internal enum TftpStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Send the OACK.</summary>
    SendOptions,

    /// <summary>Send blocks <see cref="TftpTransfer.FirstToSend"/> to <see cref="TftpTransfer.LastToSend"/>, then call <see cref="TftpTransfer.Sent"/>.</summary>
    SendBlocks,

    /// <summary>All blocks were acknowledged.</summary>
    Done,

    /// <summary>The client sent an ERROR.</summary>
    ClientError,

    /// <summary>The client fell silent.</summary>
    GaveUp,
}

/// <summary>
/// One read transfer as a pure state machine: packets and time in, steps out; no sockets, no files, no clock of its own.
/// Blocks are counted in 64 bits, so that the roll-over of the 16-bit number on the wire is a matter of the wire only.
/// Time is in milliseconds of any steady clock.
/// </summary>
internal sealed class TftpTransfer
{
    /// <summary>Sends of the same thing before the client counts as gone: the first and five more, about 1 s apart unless it asked otherwise.</summary>
    public const int MostSends = 6;

    private readonly int _timeout;
    private ulong _acknowledged;
    private ulong _sent;
    private int _sends;
    private bool _optionsPending;
    private bool _mayHonourRepeat = true;

    public TftpTransfer(in TftpTerms terms, long length, long now)
    {
        Terms = terms;
        Length = length;
        // A file whose length is a multiple of the block size ends with an empty block (RFC 1350 §6).
        LastBlock = (ulong)(length / terms.BlockSize) + 1;
        _optionsPending = terms.Agreed != TftpOption.None;
        _timeout = terms.TimeoutSeconds * 1000;
        LastHeard = now;
        Deadline = now + _timeout;
        _sends = 1;
    }

    public TftpTerms Terms { get; }

    public long Length { get; }

    public ulong LastBlock { get; }

    /// <summary>The first block that has not been acknowledged.</summary>
    public ulong FirstToSend => _acknowledged + 1;

    /// <summary>The end of the window.</summary>
    public ulong LastToSend => Math.Min(_acknowledged + (ulong)Terms.WindowSize, LastBlock);

    /// <summary>When <see cref="OnTimer"/> is due.</summary>
    public long Deadline { get; private set; }

    /// <summary>When the client last moved the transfer on.</summary>
    public long LastHeard { get; private set; }

    public int Retransmissions { get; private set; }

    /// <summary>True until the client has acknowledged anything but the options.</summary>
    public bool NothingAcknowledged => _acknowledged == 0;

    /// <summary>The client took blocks, and all of them have been sent: only acknowledgements are missing.</summary>
    public bool OnlyLastIsOpen => _acknowledged > 0 && _sent == LastBlock;

    /// <summary>Content bytes that the client has acknowledged.</summary>
    public long AcknowledgedBytes => Math.Min((long)_acknowledged * Terms.BlockSize, Length);

    /// <summary>The first thing to send.</summary>
    public TftpStep Start() => _optionsPending ? TftpStep.SendOptions : TftpStep.SendBlocks;

    /// <summary>Tells how far the edge got with sending (a full socket buffer may stop it early).</summary>
    public void Sent(ulong lastBlock) => _sent = Math.Max(lastBlock, _acknowledged);

    /// <summary>A packet from the client's address and port.</summary>
    public TftpStep OnPacket(ReadOnlySpan<byte> packet, long now)
    {
        if (!TftpPacket.TryReadOpcode(packet, out var opcode)) return TftpStep.None;
        if (opcode == TftpOpcode.Error) return TftpStep.ClientError;
        if (opcode != TftpOpcode.Acknowledge || !TftpPacket.TryReadNumber(packet, out var number)) return TftpStep.None;
        return OnAcknowledge(number, now);
    }

    private TftpStep OnAcknowledge(ushort number, long now)
    {
        if (_optionsPending)
        {
            if (number != 0) return TftpStep.None;
            _optionsPending = false;
            return Advance(0, now, whole: true);
        }
        var step = (ushort)(number - (ushort)_acknowledged);
        var outstanding = _sent - _acknowledged;
        if (step == 0) return OnRepeatedAcknowledge(now);
        // Older than what is known, or of a block that was never sent.
        if (step > outstanding) return TftpStep.None;
        return Advance(step, now, whole: step == outstanding);
    }

    private TftpStep Advance(ulong blocks, long now, bool whole)
    {
        // An ACK that may be the echo of something sent twice must not start another round of sending twice (RFC 1123 §4.2.3.1).
        _mayHonourRepeat = whole && _sends == 1;
        _acknowledged += blocks;
        _sends = 1;
        LastHeard = now;
        Deadline = now + _timeout;
        if (_acknowledged == LastBlock) return TftpStep.Done;
        // Part of a window: the client saw a gap and wants all from there on (RFC 7440 §4).
        if (!whole) Retransmissions++;
        return TftpStep.SendBlocks;
    }

    /// <summary>
    /// In lock-step a repeated ACK never causes anything: answering it is the Sorcerer's Apprentice bug (RFC 1123 §4.2.3.1). With windows it is
    /// also how a client reports that the first block of a window was lost (RFC 7440 §4), so it is honoured once, and only where it
    /// cannot be an echo of blocks that were sent twice.
    /// </summary>
    private TftpStep OnRepeatedAcknowledge(long now)
    {
        if (Terms.WindowSize == 1 || !_mayHonourRepeat || _sends > 1) return TftpStep.None;
        _mayHonourRepeat = false;
        _sends = 2;
        Retransmissions++;
        LastHeard = now;
        Deadline = now + _timeout;
        return TftpStep.SendBlocks;
    }

    /// <summary>The client asked for the same again, with the same words: its reply was lost, or it crossed ours.</summary>
    /// <param name="now">The time.</param>
    /// <param name="restart">True when the client must have started anew: nothing was heard in this transfer for a while.</param>
    public TftpStep OnRepeatedRequest(long now, out bool restart)
    {
        restart = !NothingAcknowledged && now - LastHeard >= 1000;
        if (!NothingAcknowledged || restart) return TftpStep.None;
        // A burst of the same request (it waited in a socket buffer) gets one reply.
        if (Deadline - _timeout + 200 > now) return TftpStep.None;
        Retransmissions++;
        _sends = Math.Max(_sends, 2);
        LastHeard = now;
        Deadline = now + _timeout;
        return _optionsPending ? TftpStep.SendOptions : TftpStep.SendBlocks;
    }

    /// <summary>The deadline passed.</summary>
    public TftpStep OnTimer(long now)
    {
        if (_sends >= MostSends) return TftpStep.GaveUp;
        _sends++;
        Retransmissions++;
        Deadline = now + _timeout;
        return _optionsPending ? TftpStep.SendOptions : TftpStep.SendBlocks;
    }
}
