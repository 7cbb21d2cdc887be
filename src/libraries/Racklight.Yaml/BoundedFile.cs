using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Racklight.Yaml;

/// <summary>Reads small files below a directory that somebody else writes: never waits, never leaves the directory, never takes more than the limit.</summary>
public static partial class BoundedFile
{
    private const int ReadOnlyNonBlocking = 0x800 | 0x80000 | 0x100; // O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_NOCTTY (asm-generic/fcntl.h: x86, Arm, RISC-V)

    /// <summary>Reads a whole regular file.</summary>
    /// <param name="root">The directory that it must lie in, whatever links lead to it.</param>
    /// <param name="path">The file, relative to <paramref name="root"/> or absolute.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <exception cref="BoundedFileException">It is missing, no regular file, too large, outside, or cannot be read; the message says which.</exception>
    public static byte[] Read(string root, string path, int limit = 1 << 20)
    {
        var full = Path.Combine(root, path);
        if (full.Contains('\0')) throw new BoundedFileException("its name holds a NUL");
        if (Directory.Exists(full)) throw new BoundedFileException("it is a directory");
        using var handle = new SafeFileHandle(Open(full, ReadOnlyNonBlocking), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new BoundedFileException(Marshal.GetLastPInvokeError() switch
            {
                2 or 20 => "there is no such file",
                13 => "it may not be read (permission denied)",
                40 => "it is a link that leads to itself",
                var number => Marshal.GetPInvokeErrorMessage(number),
            });
        }
        // Asked of the open descriptor, so that nobody can swap the file between the check and the reading.
        var opened = File.ResolveLinkTarget($"/proc/self/fd/{handle.DangerousGetHandle()}", returnFinalTarget: false)?.FullName;
        if (opened is null || !IsBelow(RealPath(root), opened)) throw new BoundedFileException($"it is a link that leaves the directory: {opened ?? "nowhere"}");
        try
        {
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (!stream.CanSeek) throw new BoundedFileException("it is no regular file (a pipe, socket or device)");
            var buffer = new byte[(int)Math.Min(stream.Length, limit) + 1];
            var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (count > limit) throw new BoundedFileException($"it is larger than {limit:N0} bytes");
            return buffer[..count];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BoundedFileException(e.Message, e);
        }
    }

    /// <summary>The path with every link in it followed; the path itself when it does not exist.</summary>
    public static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var real = "/";
        foreach (var part in full.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                if (new FileInfo(real) is { LinkTarget: not null } link) real = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } target ? RealPath(target) : real;
            }
            catch (IOException)
            {
                return full;
            }
        }
        return real;
    }

    /// <summary>True for a path that lies below a directory; both absolute and without <c>..</c>.</summary>
    public static bool IsBelow(string directory, string path)
        => path.StartsWith(directory.EndsWith('/') ? directory : directory + '/', StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
