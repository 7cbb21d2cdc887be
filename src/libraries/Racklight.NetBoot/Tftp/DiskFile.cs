using Microsoft.Win32.SafeHandles;

namespace Racklight.NetBoot.Tftp;

/// <summary>A file read by pread(2), with its length as it was when it was opened. Transfers of the same content share one descriptor.</summary>
internal sealed class DiskFile(SafeFileHandle handle, long length) : ITftpFile
{
    private int _users = 1;

    public long Length => length;

    /// <summary>Adds a user; false when the last one has already closed the file.</summary>
    public bool TryShare()
    {
        for (var users = _users; users > 0; users = _users)
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return true;
        }
        return false;
    }

    public int Read(long offset, Span<byte> destination)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var count = RandomAccess.Read(handle, destination[total..], offset + total);
            if (count == 0) break;
            total += count;
        }
        return total;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0) handle.Dispose();
    }
}
