using System.Runtime.InteropServices;
using Racklight.Yaml;

namespace Racklight.Secrets.Files;

/// <summary>Replaces a file whole or not at all: a new one beside it, on disk before it takes the old one's name.</summary>
internal static partial class AtomicFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file; a link is followed, and what it leads to is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it will hold. The new file is 0600 until it is complete.</param>
    /// <param name="keep">Mode and owner to give it; null: 0600, and whoever runs this.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, FileIdentity? keep = null)
    {
        // /dev/null, /dev/stdout, a pipe: root could replace them, and must not.
        if (File.Exists(path) && !FileIdentity.IsRegular(path))
        {
            using var special = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 });
            special.Write(content);
            return;
        }
        var target = BoundedFile.RealPath(path);
        var directory = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(directory, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.new");
        try
        {
            using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private, BufferSize = 0 }))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            keep?.ApplyTo(temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        // So that the new name survives a power cut (fsync(2)).
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(Open(directory, 0x80000), ownsHandle: true);
        if (handle.IsInvalid || Sync((int)handle.DangerousGetHandle()) != 0) throw new IOException($"{directory}: what was written may be lost in a power cut: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);
}
