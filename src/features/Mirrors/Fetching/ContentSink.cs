using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Racklight.Mirrors.Fetching;

/// <summary>
/// Brings a body to a file: one task reads from the network, another hashes and writes, with a few large buffers between, so that neither waits for the other.
/// </summary>
internal sealed class ContentSink(SafeFileHandle file, ContentHash hash, Action<int> written)
{
    private const int BufferSize = 1 << 20;
    private const int Buffers = 4;
    // Below that, handing a buffer over costs more than it gains.
    private const int Enough = 256 << 10;
    private const int WritebackPiece = 16 << 20;

    /// <summary>Writes a body behind what the file holds. Whatever arrived before a failure is in the file when this throws.</summary>
    /// <param name="body">Read to its end.</param>
    /// <param name="offset">Where in the file its first byte belongs.</param>
    /// <param name="watch">Is told of each read, and ends a body that stands still.</param>
    /// <returns>The file's length.</returns>
    public async Task<long> CopyAsync(Stream body, long offset, StallWatch watch)
    {
        var free = Channel.CreateBounded<byte[]>(Buffers);
        var full = Channel.CreateBounded<(byte[] Buffer, int Count)>(Buffers);
        for (var i = 0; i < Buffers; i++) free.Writer.TryWrite(new byte[BufferSize]);
        var writing = Task.Run(async () =>
        {
            var begun = offset;
            try
            {
                await foreach (var (buffer, count) in full.Reader.ReadAllAsync())
                {
                    hash.Append(buffer.AsSpan(0, count));
                    RandomAccess.Write(file, buffer.AsSpan(0, count), offset);
                    offset += count;
                    written(count);
                    free.Writer.TryWrite(buffer);
                    if (offset - begun < WritebackPiece) continue;
                    Writeback.Begin(file, begun, offset - begun);
                    begun = offset;
                }
            }
            catch (IOException e)
            {
                throw new WebFault($"it cannot be written to disk: {e.Message}", "free some space there, or keep state elsewhere: --state DIR", again: false, e);
            }
            finally
            {
                // The reader must not wait for a buffer that will never come.
                free.Writer.TryComplete();
            }
        });
        try
        {
            await ReadAsync(body, free.Reader, full.Writer, watch);
        }
        finally
        {
            full.Writer.TryComplete();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await writing;
        return offset;
    }

    private static async Task ReadAsync(Stream body, ChannelReader<byte[]> free, ChannelWriter<(byte[], int)> full, StallWatch watch)
    {
        for (var ended = false; !ended;)
        {
            byte[] buffer;
            try
            {
                buffer = await free.ReadAsync(watch.Token);
            }
            catch (ChannelClosedException)
            {
                // Writing failed; whoever waits for it says why.
                return;
            }
            var count = 0;
            try
            {
                while (count < Enough)
                {
                    var read = await body.ReadAsync(buffer.AsMemory(count), watch.Token);
                    if (read == 0)
                    {
                        ended = true;
                        break;
                    }
                    count += read;
                    watch.Moved();
                }
            }
            finally
            {
                // There is always room: no more buffers exist than the channel holds.
                if (count > 0) full.TryWrite((buffer, count));
            }
        }
    }
}
