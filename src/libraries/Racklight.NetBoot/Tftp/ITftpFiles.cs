using System.Net;

namespace Racklight.NetBoot.Tftp;

/// <summary>What is served. Called on the server's event loop: it must answer from memory or the page cache, and never wait.</summary>
public interface ITftpFiles
{
    /// <summary>Opens a file by its cleaned name: relative, <c>/</c> between segments, no empty, <c>.</c> or <c>..</c> segment.</summary>
    /// <param name="name">The cleaned name.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="server">The local address that was asked: what a generated script should name.</param>
    TftpOpening Open(string name, IPEndPoint client, IPAddress server);
}

/// <summary>An opened file; disposed when its transfer ends.</summary>
public interface ITftpFile : IDisposable
{
    /// <summary>Its length in bytes; fixed while it is open.</summary>
    long Length { get; }

    /// <summary>Reads at an offset and fills <paramref name="destination"/>, or as much as there is. Returns the number of bytes.</summary>
    int Read(long offset, Span<byte> destination);
}

/// <summary>How opening a file ended.</summary>
public enum TftpOpeningState
{
    /// <summary>It is open.</summary>
    Opened,

    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>The name leads out of the roots: an attack, or a wrong symbolic link.</summary>
    OutsideRoot,

    /// <summary>It exists and cannot be served: a directory, a device, no permission.</summary>
    NotServed,
}

/// <summary>The result of <see cref="ITftpFiles.Open"/>.</summary>
/// <param name="State">How it ended.</param>
/// <param name="File">The file, when it was opened.</param>
public readonly record struct TftpOpening(TftpOpeningState State, ITftpFile? File)
{
    /// <summary>No such file.</summary>
    public static TftpOpening NotFound => new(TftpOpeningState.NotFound, null);

    /// <summary>An opened file.</summary>
    public static TftpOpening Of(ITftpFile file) => new(TftpOpeningState.Opened, file);
}
