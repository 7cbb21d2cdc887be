using System.Net;

namespace Racklight.Images;

/// <summary>A download of an image's file that ended, whole or not.</summary>
/// <param name="Client">Who fetched.</param>
/// <param name="Image">The image's digest.</param>
/// <param name="Part"><c>kernel</c>, <c>initrd</c>, <c>rootfs</c> or <c>manifest.json</c>.</param>
/// <param name="Bytes">Bytes of this answer: fewer than <paramref name="Total"/> for a range.</param>
/// <param name="Total">Bytes of the file.</param>
/// <param name="Complete">The answer was sent to its end.</param>
/// <param name="Took">How long it took.</param>
public sealed record Download(IPAddress Client, Digest Image, string Part, long Bytes, long Total, bool Complete, TimeSpan Took);

/// <summary>Is told of image downloads. Calls are cheap and never block.</summary>
public interface IDownloadWatcher
{
    /// <summary>A download ended.</summary>
    void Served(Download download);
}
