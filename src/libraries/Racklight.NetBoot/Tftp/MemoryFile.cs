namespace Racklight.NetBoot.Tftp;

/// <summary>A file whose content is in memory, shared by all transfers of it.</summary>
internal sealed class MemoryFile(byte[] content) : ITftpFile
{
    public long Length => content.Length;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= content.Length) return 0;
        var count = Math.Min(destination.Length, content.Length - (int)offset);
        content.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    public void Dispose()
    {
        // The array is shared and immutable; there is nothing to give back.
    }
}
