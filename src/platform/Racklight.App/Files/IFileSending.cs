using Microsoft.Win32.SafeHandles;

namespace Racklight.App.Files;

/// <summary>A connection that can take part of a file straight from the page cache. A feature of connections on listeners with <see cref="FileSendingExtensions.UseFileSending"/>.</summary>
internal interface IFileSending
{
    /// <summary>
    /// Announces a part of a file as what is written next. The response's writer then hands out memory that stands for the file's
    /// bytes: it is advanced over and flushed like any other, and never looked into.
    /// </summary>
    void Begin(SafeFileHandle file, long offset, long length);

    /// <summary>True for memory that stands for the announced file's bytes.</summary>
    bool Owns(ReadOnlyMemory<byte> memory);

    /// <summary>Takes the announcement back, for what was not advanced over.</summary>
    void End();
}
