namespace Racklight.NetBoot.Tftp;

/// <summary>What happens to a request.</summary>
internal sealed unsafe partial class TftpLoop
{
    private void OnRequest(ReadOnlySpan<byte> packet, in RawAddress peer, in RawAddress local, TftpListener listener, int listenerIndex)
    {
        if (_byPeer.TryGetValue((peer, listenerIndex), out var running) && IsSame(running, packet)) return;
        if (!TftpRequest.TryParse(packet, out var request))
        {
            Refuse(peer, local, listener, "", TftpRefusalReason.Malformed, TftpErrorCode.IllegalOperation, "malformed request");
            return;
        }
        var clean = TftpName.TryClean(request.RawName, out var name);
        if (request.IsWrite)
        {
            Refuse(peer, local, listener, name, TftpRefusalReason.Write, TftpErrorCode.AccessViolation, "this server is read-only");
            return;
        }
        if (!clean)
        {
            // Only a climbing name is an attack; one that is empty or garbled names nothing.
            Refuse(name.Split('/').Contains("..") ? TftpOpeningState.OutsideRoot : TftpOpeningState.NotFound, name, peer, local, listener);
            return;
        }
        if (_byPeer.Count >= _options.MostTransfers)
        {
            _observer.Refused(new TftpRefusal(peer.EndPoint, local.Address, name, TftpRefusalReason.Busy));
            return;
        }
        var opening = OpenFile(name, peer, local);
        if (opening.File is { } file) Begin(packet, request, name, file, peer, local, listener, listenerIndex);
        else Refuse(opening.State, name, peer, local, listener);
    }

    /// <summary>True when a request belongs to a running transfer; one that asks for something else ends that transfer.</summary>
    private bool IsSame(TftpSession running, ReadOnlySpan<byte> packet)
    {
        if (packet.SequenceEqual(running.Request))
        {
            var step = running.Transfer.OnRepeatedRequest(_now, out var restart);
            if (!restart)
            {
                Do(running, step, default);
                return true;
            }
        }
        Abort(running, TftpAbortReason.Replaced, "");
        return false;
    }

    private TftpOpening OpenFile(string name, in RawAddress peer, in RawAddress local)
    {
        try
        {
            return _files.Open(name, peer.EndPoint, local.Address);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TftpOpening(TftpOpeningState.NotServed, null);
        }
    }

    private void Begin(ReadOnlySpan<byte> packet, in TftpRequest request, string name, ITftpFile file, in RawAddress peer, in RawAddress local,
        TftpListener listener, int listenerIndex)
    {
        var descriptor = -1;
        if (!_options.SinglePort)
        {
            descriptor = _sockets.Open(local, peer, listener.Device);
            if (descriptor < 0)
            {
                file.Dispose();
                _observer.Refused(new TftpRefusal(peer.EndPoint, local.Address, name, TftpRefusalReason.NoSocket));
                return;
            }
        }
        var largestBlock = request.BlockSize == 0 ? TftpTerms.DefaultBlockSize
            : Math.Min(_options.LargestBlock, descriptor < 0 ? _sockets.LargestBlock(local, peer, listener.Device) : TransferSocket.LargestBlock(descriptor, peer.IsV6));
        var terms = TftpTerms.Decide(request, largestBlock, _options.LargestWindow);
        var session = new TftpSession
        {
            Transfer = new TftpTransfer(terms, file.Length, _now),
            File = file,
            Name = name,
            Request = packet.ToArray(),
            Peer = peer,
            Local = local,
            Listener = listener,
            Descriptor = descriptor,
            Started = _now,
        };
        PrepareForWindows(session);
        Add(session, listenerIndex);
        _observer.Requested(session.Info);
        Do(session, session.Transfer.Start(), default);
    }

    private void PrepareForWindows(TftpSession session)
    {
        var terms = session.Transfer.Terms;
        if (terms.WindowSize == 1) return;
        var segment = terms.BlockSize + TftpPacket.DataHeader;
        session.Segments = segment <= Scratch / 4
            && (session.Descriptor < 0 || Libc.SetOption(session.Descriptor, Libc.SOL_UDP, Libc.UDP_SEGMENT, segment));
        // A whole window must fit; the kernel counts about twice the bytes.
        var window = segment * terms.WindowSize * 2;
        if (session.Descriptor >= 0 && window > 200_000) Libc.SetOption(session.Descriptor, Libc.SOL_SOCKET, Libc.SO_SNDBUF, window);
    }

    private void Add(TftpSession session, int listenerIndex)
    {
        if (!_free.TryPop(out var index))
        {
            index = _sessions.Count;
            _sessions.Add(null);
        }
        session.Index = index;
        session.ListenerIndex = listenerIndex;
        _sessions[index] = session;
        _byPeer[(session.Peer, listenerIndex)] = session;
        if (session.Descriptor >= 0) _epoll.Watch(session.Descriptor, index);
    }

    private void Refuse(TftpOpeningState state, string name, in RawAddress peer, in RawAddress local, TftpListener listener)
    {
        if (state == TftpOpeningState.NotFound) Refuse(peer, local, listener, name, TftpRefusalReason.NotFound, TftpErrorCode.FileNotFound, "file not found");
        else if (state == TftpOpeningState.OutsideRoot) Refuse(peer, local, listener, name, TftpRefusalReason.OutsideRoot, TftpErrorCode.AccessViolation, "access violation");
        else Refuse(peer, local, listener, name, TftpRefusalReason.NotServed, TftpErrorCode.AccessViolation, "not a file that is served");
    }

    private void Refuse(in RawAddress peer, in RawAddress local, TftpListener listener, string name, TftpRefusalReason reason, TftpErrorCode code, string text)
    {
        Span<byte> packet = stackalloc byte[TftpPacket.ControlRoom];
        var length = TftpPacket.WriteError(packet, code, text);
        _outgoing.Add(listener.Descriptor, peer, local, packet[..length], 0);
        _observer.Refused(new TftpRefusal(peer.EndPoint, local.Address, name, reason));
    }
}
