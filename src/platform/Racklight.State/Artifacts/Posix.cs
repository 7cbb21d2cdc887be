using System.Runtime.InteropServices;

namespace Racklight.State.Artifacts;

/// <summary>The few calls that .NET has no words for.</summary>
internal static partial class Posix
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Makes a hard link; false on another file system, or where there are none.</summary>
    public static bool TryLink(string from, string to) => Link(from, to) == 0;

    /// <summary>True for ENOSPC and EDQUOT: .NET puts the errno into the result code.</summary>
    public static bool IsNoSpace(Exception exception) => exception is IOException && (exception.HResult & 0xFFFF) is NoSpaceLeft or QuotaExceeded;

    /// <summary>fsync of a file, or of a directory so that a rename in it survives a power cut (fsync(2)).</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Sync(string path)
    {
        var descriptor = OpenFile(path, 0);
        if (descriptor < 0) throw new IOException($"cannot open {path} to flush it (error {Marshal.GetLastPInvokeError()})");
        try
        {
            if (Flush(descriptor) != 0) throw new IOException($"cannot flush {path} to disk (error {Marshal.GetLastPInvokeError()})", Marshal.GetLastPInvokeError());
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
