using System.Runtime.InteropServices;

namespace Racklight.State.Sqlite;

/// <summary>
/// How eagerly the C library, where SQLite takes its memory from, gives memory back to the kernel. By default the writer's thread gave its last hundred KiB back and
/// took them anew with nearly every statement, which was a fifth of its time.
/// </summary>
internal static partial class AllocatorSettings
{
    // mallopt(3)
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int Trimmed = 16 << 20;
    private const int Padded = 1 << 20;

    /// <summary>Keeps up to 16 MiB a thread for the next statement; for the whole process, as often as it is called.</summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            // Where it is refused all is as before, only slower.
            _ = Set(TrimThreshold, Trimmed);
            _ = Set(TopPad, Padded);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such call, and does not need it.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
