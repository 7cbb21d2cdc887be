using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>The few calls of the C library that .NET has no equivalent of. Numbers are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int ENOTDIR = 20;
    public const int EINVAL = 22;
    public const int EMFILE = 24;
    public const int ENAMETOOLONG = 36;
    public const int EMSGSIZE = 90;
    public const int EADDRINUSE = 98;
    public const int ECONNREFUSED = 111;

    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;
    private const int EmptyPath = 0x1000;
    private const uint StatBasic = 0x7FF;
    private const int StatRoom = 256;
    private const int TypeMask = 0xF000;
    private const int TypeRegular = 0x8000;

    /// <summary>Opens without ever waiting: a FIFO in the root must not stop the event loop.</summary>
    public static int OpenForReading(string path, out int error)
    {
        var descriptor = Open(path, OpenNonBlocking | OpenCloseOnExec, 0);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor;
    }

    /// <summary>What an open descriptor really is, links resolved.</summary>
    public static string? PathOf(int descriptor) => ReadLink($"/proc/self/fd/{descriptor}");

    /// <summary>A path with all links resolved, or null when it does not exist.</summary>
    public static string? RealPath(string path)
    {
        var descriptor = OpenForReading(path, out _);
        if (descriptor < 0) return null;
        try
        {
            return PathOf(descriptor);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Identity and length of an open file. statx(2), because its structure is the same on every architecture.</summary>
    public static bool TryStat(int descriptor, out ContentKey key, out bool isRegular)
    {
        var room = stackalloc byte[StatRoom];
        key = default;
        isRegular = false;
        if (StatX(descriptor, "", EmptyPath, StatBasic, room) != 0) return false;
        isRegular = (*(ushort*)(room + 28) & TypeMask) == TypeRegular;
        var device = ((ulong)*(uint*)(room + 136) << 32) | *(uint*)(room + 140);
        key = new ContentKey(device, *(ulong*)(room + 32), *(long*)(room + 112), *(uint*)(room + 120), *(long*)(room + 40));
        return true;
    }

    private static string? ReadLink(string path)
    {
        var room = stackalloc byte[4096];
        var length = ReadLink(path, room, 4096);
        return length <= 0 ? null : System.Text.Encoding.UTF8.GetString(room, (int)length);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);
}
