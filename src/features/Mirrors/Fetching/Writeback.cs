using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Racklight.Mirrors.Fetching;

/// <summary>
/// Tells the kernel to begin writing to disk while the rest still comes in (sync_file_range(2)): the flush that every kept file ends with then finds little left to do.
/// </summary>
internal static partial class Writeback
{
    private const uint Write = 2;

    /// <summary>Begins it for a part of a file; does not wait for it, and no failure of it matters: the flush at the end tells.</summary>
    public static void Begin(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux()) _ = Range(file, offset, length, Write);
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int Range(SafeFileHandle file, long offset, long length, uint flags);
}
