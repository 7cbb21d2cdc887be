using System.Buffers;

namespace Racklight.App.Files;

/// <summary>Memory with a length and no content: a place in the response that the kernel fills.</summary>
internal sealed class PhantomMemory : MemoryManager<byte>
{
    /// <summary>The most that stands for file content in one step, in bytes.</summary>
    public const int Most = 16 << 20;

    /// <summary>The one instance: it holds nothing.</summary>
    public static PhantomMemory Instance { get; } = new();

    /// <summary>Memory of a length.</summary>
    public Memory<byte> Of(int length) => CreateMemory(length);

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => throw new InvalidOperationException("These bytes are a file's; they are sent, never seen.");

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException("These bytes are a file's; they are sent, never seen.");

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Nothing can be pinned.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Nothing is held.
    }
}
