namespace Racklight.NetBoot.Tftp;

/// <summary>What happens within a transfer.</summary>
internal sealed unsafe partial class TftpLoop
{
    // Limits of UDP_SEGMENT: 64 packets, and what fits in one IP packet before it is cut up.
    private const int MostSegments = 64;
    private const int MostSegmentedBytes = 65_000;

    private void OnPacket(TftpSession session, ReadOnlySpan<byte> packet) => Do(session, session.Transfer.OnPacket(packet, _now), packet);

    private void Do(TftpSession session, TftpStep step, ReadOnlySpan<byte> packet)
    {
        switch (step)
        {
            case TftpStep.SendOptions:
                SendOptions(session);
                break;
            case TftpStep.SendBlocks:
                SendBlocks(session);
                break;
            case TftpStep.Done:
                Complete(session);
                break;
            case TftpStep.ClientError:
                OnClientError(session, packet);
                break;
            case TftpStep.GaveUp when session.Transfer.OnlyLastIsOpen:
                Complete(session);
                break;
            case TftpStep.GaveUp:
                Abort(session, TftpAbortReason.ClientGone, "no answer");
                break;
        }
    }

    private void SendOptions(TftpSession session)
    {
        var packet = new Span<byte>(_scratch, TftpPacket.ControlRoom);
        var length = TftpPacket.WriteOptions(packet, session.Transfer.Terms, session.Transfer.Length);
        if (Transmit(session, packet[..length], 0) == Libc.ECONNREFUSED) OnPortClosed(session);
    }

    private void SendBlocks(TftpSession session)
    {
        var transfer = session.Transfer;
        var size = transfer.Terms.BlockSize;
        var block = transfer.FirstToSend;
        var last = transfer.LastToSend;
        while (block <= last)
        {
            var together = session.Segments ? Math.Clamp(MostSegmentedBytes / (size + TftpPacket.DataHeader), 1, MostSegments) : 1;
            var end = Math.Min(last, block + (ulong)together - 1);
            var length = Render(session, block, end);
            if (length < 0)
            {
                Abort(session, TftpAbortReason.ReadFailed, "the file ended early or could not be read");
                return;
            }
            var error = Transmit(session, new Span<byte>(_scratch, length), end > block ? size + TftpPacket.DataHeader : 0);
            if (error == Libc.ECONNREFUSED)
            {
                OnPortClosed(session);
                return;
            }
            if (error == Libc.EAGAIN) break;
            if (error != 0 && session.Segments)
            {
                // No checksum offload, or a smaller MTU on the way: one by one then.
                session.Segments = false;
                if (session.Descriptor >= 0) Libc.SetOption(session.Descriptor, Libc.SOL_UDP, Libc.UDP_SEGMENT, 0);
                continue;
            }
            block = end + 1;
        }
        transfer.Sent(block - 1);
    }

    /// <summary>Writes the DATA packets of some blocks behind each other; returns their length, or -1 when the file cannot be read.</summary>
    private int Render(TftpSession session, ulong first, ulong last)
    {
        var transfer = session.Transfer;
        var size = transfer.Terms.BlockSize;
        var at = 0;
        for (var block = first; block <= last; block++)
        {
            var offset = (long)(block - 1) * size;
            var count = (int)Math.Min(size, transfer.Length - offset);
            TftpPacket.WriteDataHeader(new Span<byte>(_scratch + at, TftpPacket.DataHeader), block);
            at += TftpPacket.DataHeader;
            if (!TryRead(session.File, offset, new Span<byte>(_scratch + at, count))) return -1;
            at += count;
        }
        return at;
    }

    private static bool TryRead(ITftpFile file, long offset, Span<byte> destination)
    {
        try
        {
            return file.Read(offset, destination) == destination.Length;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private int Transmit(TftpSession session, ReadOnlySpan<byte> data, int segment)
    {
        if (session.Descriptor < 0)
        {
            _outgoing.Add(session.Listener.Descriptor, session.Peer, session.Local, data, segment);
            return 0;
        }
        return Libc.Send(session.Descriptor, data, out var error) >= 0 ? 0 : error;
    }

    private void OnClientError(TftpSession session, ReadOnlySpan<byte> packet)
    {
        TftpPacket.TryReadNumber(packet, out var code);
        var text = TftpPacket.ReadErrorText(packet);
        var probe = session.Transfer.NothingAcknowledged
            && (code == (ushort)TftpErrorCode.OptionsRefused || code == 0 && session.Transfer.Terms.Has(TftpOption.TransferSize));
        Abort(session, probe ? TftpAbortReason.SizeProbe : TftpAbortReason.ByClient, text.Length > 0 ? text : $"error {code}");
    }

    /// <summary>ICMP says that nobody listens at the client's port any more: usual after the last block, and after a size probe without an ERROR.</summary>
    private void OnPortClosed(TftpSession session)
    {
        if (session.Transfer.OnlyLastIsOpen) Complete(session);
        else Abort(session, TftpAbortReason.ClientGone, "its port is closed");
    }

    private void Complete(TftpSession session)
    {
        Close(session);
        _observer.Completed(session.Info, session.Counts(_now));
    }

    private void Abort(TftpSession session, TftpAbortReason reason, string text)
    {
        if (reason == TftpAbortReason.ReadFailed)
        {
            Span<byte> packet = stackalloc byte[TftpPacket.ControlRoom];
            var length = TftpPacket.WriteError(packet, TftpErrorCode.NotDefined, text);
            Transmit(session, packet[..length], 0);
        }
        Close(session);
        _observer.Aborted(session.Info, session.Counts(_now), new TftpAbort(reason, text));
    }

    private void Close(TftpSession session)
    {
        if (session.Descriptor >= 0) _ = Libc.Close(session.Descriptor);
        session.File.Dispose();
        _sessions[session.Index] = null;
        _free.Push(session.Index);
        _byPeer.Remove((session.Peer, session.ListenerIndex));
    }
}
